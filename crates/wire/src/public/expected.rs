//! Rows the public table lacks, but other chapters of the document or the official clients count on.

use crate::ErrorSpec;

/// All of them.
pub static EXPECTED: &[&ErrorSpec] =
    &[&SIGNATURE_DOES_NOT_MATCH, &MISSING_PARAMETER, &DRYRUN_SUCCESS, &SECURITY_TOKEN_MISMATCH];

/// The signature is another one than ours.
///
/// Clients take the message apart: what follows its only colon is compared with their own string to sign, to
/// tell a wrong secret from a wrong computation. So nothing may come after it, nor a second colon before.
pub static SIGNATURE_DOES_NOT_MATCH: ErrorSpec = ErrorSpec::new(
    400,
    "SignatureDoesNotMatch",
    "Specified signature is not matched with our calculation. server string to sign is:%s",
    "the signature is not the one computed from the request and the key's secret",
);

/// The template of the rows that refuse a request without one of its mandatory parameters.
pub static MISSING_PARAMETER: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"The input parameter "%s" that is mandatory for processing this request is not supplied."#,
    "a mandatory parameter is absent",
);

/// A dry run found nothing wrong. An error by its form, so that no client takes it for a finished change.
pub static DRYRUN_SUCCESS: ErrorSpec = ErrorSpec::new(
    400,
    "DRYRUN.SUCCESS",
    "The request would have succeeded; nothing was changed, because DryRun is true.",
    "DryRun is true and every check passed",
);

/// A temporary key came without its token, or with another one.
pub static SECURITY_TOKEN_MISMATCH: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "The specified security token does not belong to the access key.",
    "the access key is a temporary one, and SecurityToken is absent or another key's",
);
