//! The table of public error codes, row by row and in the document's order.
//!
//! Messages are the document's, to the letter. Rows that share a code and a message (throttling for two
//! reasons, an unknown action and an unknown version) stay separate rows, because each has a condition of its
//! own.

use crate::ErrorSpec;

/// The whole table: the public rows, then what the table of server errors adds.
pub static PUBLIC: &[&ErrorSpec] = &[
    &MISSING_ACTION,
    &MISSING_ACCESS_KEY_ID,
    &MISSING_SIGNATURE,
    &MISSING_TIMESTAMP,
    &MISSING_VERSION,
    &INVALID_ACTION_OR_VERSION,
    &ACCESS_KEY_NOT_FOUND,
    &ACCESS_KEY_DISABLED,
    &INCOMPLETE_SIGNATURE,
    &INVALID_SIGNATURE_METHOD,
    &INVALID_SIGNATURE_VERSION,
    &ILLEGAL_TIMESTAMP,
    &NONCE_USED,
    &INVALID_VERSION,
    &INVALID_OWNER_ID,
    &INVALID_OWNER_ACCOUNT,
    &INVALID_OWNER,
    &THROTTLING,
    &THROTTLING_QUOTA,
    &ACTION_NOT_AUTHORIZED,
    &UNSUPPORTED_HTTP_METHOD,
    &SERVICE_UNAVAILABLE_500,
    &UNSUPPORTED_PARAMETER,
    &INTERNAL_ERROR,
    &MISSING_OWNER,
    &FORBIDDEN_SUB_USER,
    &PARAMETER_NOT_AUTHORIZED,
    &FORBIDDEN_INSTANCE_NOT_FOUND,
    &FORBIDDEN_DISK_NOT_FOUND,
    &FORBIDDEN_SECURITY_GROUP_NOT_FOUND,
    &FORBIDDEN_SNAPSHOT_NOT_FOUND,
    &FORBIDDEN_IMAGE_NOT_FOUND,
    &FORBIDDEN_RAM,
    &FORBIDDEN_NOT_SUPPORT_RAM,
    &FORBIDDEN_RISK_CONTROL,
    &INSUFFICIENT_BALANCE,
    &IDEMPOTENT_PARAMETER_MISMATCH,
    &REAL_NAME_AUTHENTICATION_ERROR,
    &INVALID_IDEMPOTENCE_PARAMETER,
    &LAST_TOKEN_PROCESSING,
    &INVALID_PARAMETER,
    &SERVICE_UNAVAILABLE,
];

/// `MissingParameter`: Action, or the header x-acs-action, is absent or blank.
pub static MISSING_ACTION: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"The input parameter "Action" that is mandatory for processing this request is not supplied"#,
    "Action, or the header x-acs-action, is absent or blank",
);

/// The message follows the template of its neighbours: the document's own is garbled across a page break.
pub static MISSING_ACCESS_KEY_ID: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"The input parameter "AccessKeyId" that is mandatory for processing this request is not supplied"#,
    "AccessKeyId is absent or blank; unsigned requests and bearer tokens end here",
);

/// `MissingParameter`: Signature is absent or blank.
pub static MISSING_SIGNATURE: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"An input parameter "Signature" that is mandatory for processing the request is not supplied."#,
    "Signature is absent or blank",
);

/// `MissingParameter`: Timestamp (or TimeStamp, or the header x-acs-date) is absent or blank.
pub static MISSING_TIMESTAMP: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"The input parameter "TimeStamp" that is mandatory for processing this request is not supplied"#,
    "Timestamp (or TimeStamp, or the header x-acs-date) is absent or blank",
);

/// `MissingParameter`: Version, or the header x-acs-version, is absent or blank.
pub static MISSING_VERSION: ErrorSpec = ErrorSpec::new(
    400,
    "MissingParameter",
    r#"The input parameter "Version" that is mandatory for processing this request is not supplied"#,
    "Version, or the header x-acs-version, is absent or blank",
);

/// The action is not one of this API.
pub static INVALID_ACTION_OR_VERSION: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParameter",
    r#"The specified parameter "Action or Version" is not valid."#,
    "Action names no existing API",
);

/// `InvalidAccessKeyId.NotFound`: AccessKeyId is unknown.
pub static ACCESS_KEY_NOT_FOUND: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidAccessKeyId.NotFound",
    "The Access Key ID provided does not exist in our records.",
    "AccessKeyId is unknown",
);

/// `Forbidden.AccessKeyDisabled`: the access key exists but is disabled.
pub static ACCESS_KEY_DISABLED: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.AccessKeyDisabled",
    "The Access Key is disabled.",
    "the access key exists but is disabled",
);

/// `IncompleteSignature`: the signature or the Authorization header is malformed, or leaves out something it
/// must cover.
pub static INCOMPLETE_SIGNATURE: ErrorSpec = ErrorSpec::new(
    400,
    "IncompleteSignature",
    "The request signature does not conform to Alibaba Cloud standards.",
    "the signature or the Authorization header is malformed, or leaves out something it must cover",
);

/// The code is misspelled in the document, and therefore here.
pub static INVALID_SIGNATURE_METHOD: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParamater",
    r#"The specified parameter "SignatureMethod" is not valid."#,
    "SignatureMethod is not HMAC-SHA1, or the ACS3 algorithm is not ACS3-HMAC-SHA256",
);

/// The code is misspelled in the document, and therefore here.
pub static INVALID_SIGNATURE_VERSION: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParamater",
    r#"The specified parameter "SignatureVersion" is not valid."#,
    "SignatureVersion is neither 1.0 nor 1",
);

/// The message is that of a missing parameter although the value is at fault; so the document has it.
pub static ILLEGAL_TIMESTAMP: ErrorSpec = ErrorSpec::new(
    400,
    "IllegalTimestamp",
    r#"The input parameter "Timestamp" that is mandatory for processing this request is not supplied."#,
    "the timestamp is malformed, or further from the server's time than the window allows",
);

/// `SignatureNonceUsed`: SignatureNonce was already used.
pub static NONCE_USED: ErrorSpec = ErrorSpec::new(
    400,
    "SignatureNonceUsed",
    "The request signature nonce has been used.",
    "SignatureNonce was already used",
);

/// The version is not one of this API; the same answer as [`INVALID_ACTION_OR_VERSION`].
pub static INVALID_VERSION: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParameter",
    r#"The specified parameter "Action or Version" is not valid."#,
    "Version is not a version of this API",
);

/// `InvalidOwnerId`: OwnerId is invalid.
pub static INVALID_OWNER_ID: ErrorSpec =
    ErrorSpec::new(400, "InvalidOwnerId", "The specified OwnerId is not valid.", "OwnerId is invalid");

/// `InvalidOwnerAccount`: OwnerAccount is invalid.
pub static INVALID_OWNER_ACCOUNT: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOwnerAccount",
    "The specified OwnerAccount is not valid.",
    "OwnerAccount is invalid",
);

/// `InvalidOwner`: OwnerId and OwnerAccount are both given.
pub static INVALID_OWNER: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidOwner",
    "OwnerId and OwnerAccount can't be used at one API access.",
    "OwnerId and OwnerAccount are both given",
);

/// The whole system is too busy.
pub static THROTTLING: ErrorSpec = ErrorSpec::new(
    400,
    "Throttling",
    "Request was denied due to request throttling.",
    "system-wide traffic control refuses the call",
);

/// One access key has used up its quota; the same answer as [`THROTTLING`].
pub static THROTTLING_QUOTA: ErrorSpec = ErrorSpec::new(
    400,
    "Throttling",
    "Request was denied due to request throttling.",
    "the key's call quota is used up",
);

/// `InvalidAction`: the key is not authorised to call this API.
pub static ACTION_NOT_AUTHORIZED: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "InvalidAction",
    "Specified action is not valid.",
    "the key is not authorised to call this API",
    "a policy that refuses a call answers Forbidden.RAM; keys are not barred from single actions otherwise",
);

/// `UnsupportedHTTPMethod`: the HTTP method is neither GET nor POST.
pub static UNSUPPORTED_HTTP_METHOD: ErrorSpec = ErrorSpec::new(
    403,
    "UnsupportedHTTPMethod",
    "This http method is not supported.",
    "the HTTP method is neither GET nor POST",
);

/// `ServiceUnavailable`: service temporarily unavailable.
pub static SERVICE_UNAVAILABLE_500: ErrorSpec = ErrorSpec::unprovoked(
    500,
    "ServiceUnavailable",
    "The request has failed due to a temporary failure of the server.",
    "service temporarily unavailable",
    "the newer table gives this code status 503, which SERVICE_UNAVAILABLE answers",
);

/// `UnsupportedParameter`: a parameter that this action does not take is used.
pub static UNSUPPORTED_PARAMETER: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "UnsupportedParameter",
    r#"The parameter "<parameter name>" is not supported."#,
    "a parameter that this action does not take is used",
    "unknown parameters are ignored, because official clients send them",
);

/// Stands in both tables, with one text.
pub static INTERNAL_ERROR: ErrorSpec = ErrorSpec::unprovoked(
    500,
    "InternalError",
    "The request processing has failed due to some unknown error, exception or failure.",
    "any other fault of the server (also the row of the table of server errors)",
    "only a defect of this program answers so",
);

/// `MissingParameter`: this interface requires an OwnerId and none was assigned.
pub static MISSING_OWNER: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "MissingParameter",
    "The input parameter OwnerId,OwnerAccount that is mandatory for processing this request is not supplied.",
    "this interface requires an OwnerId and none was assigned",
    "the owner is the account of the access key, so it is never missing",
);

/// `Forbidden.SubUser`: a sub-user is not authorised to call an order-class interface.
pub static FORBIDDEN_SUB_USER: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.SubUser",
    "The specified action is not available for you",
    "a sub-user is not authorised to call an order-class interface",
    "accounts have no sub-users yet",
);

/// `UnsupportedParameter`: caller is not authorised to use this parameter.
pub static PARAMETER_NOT_AUTHORIZED: ErrorSpec = ErrorSpec::unprovoked(
    400,
    "UnsupportedParameter",
    r#"The parameter "<parameter name>" is not supported."#,
    "caller is not authorised to use this parameter",
    "no parameter is reserved to some callers",
);

/// `Forbidden.InstanceNotFound`: RAM cross-account access to an Instance that does not exist.
pub static FORBIDDEN_INSTANCE_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "Forbidden.InstanceNotFound",
    "The specified Instance does not exist, so we cannot get enough information to check permission in RAM.",
    "RAM cross-account access to an Instance that does not exist",
    "there are no compute instances here",
);

/// `Forbidden.DiskNotFound`: RAM cross-account access to a Disk that does not exist.
pub static FORBIDDEN_DISK_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "Forbidden.DiskNotFound",
    "The specified Disk does not exist, so we cannot get enough information to check permission in RAM.",
    "RAM cross-account access to a Disk that does not exist",
    "there are no disks here",
);

/// `Forbidden.SecurityGroupNotFound`: RAM cross-account access to a SecurityGroup that does not exist.
pub static FORBIDDEN_SECURITY_GROUP_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "Forbidden.SecurityGroupNotFound",
    "The specified SecurityGroup does not exist, so we cannot get enough information to check permission in \
     RAM.",
    "RAM cross-account access to a SecurityGroup that does not exist",
    "there are no security groups here",
);

/// `Forbidden.SnapshotNotFound`: RAM cross-account access to a Snapshot that does not exist.
pub static FORBIDDEN_SNAPSHOT_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "Forbidden.SnapshotNotFound",
    "The specified Snapshot does not exist, so we cannot get enough information to check permission in RAM.",
    "RAM cross-account access to a Snapshot that does not exist",
    "there are no snapshots here",
);

/// `Forbidden.ImageNotFound`: RAM cross-account access to an Image that does not exist.
pub static FORBIDDEN_IMAGE_NOT_FOUND: ErrorSpec = ErrorSpec::unprovoked(
    404,
    "Forbidden.ImageNotFound",
    "The specified Image does not exist, so we cannot get enough information to check permission in RAM.",
    "RAM cross-account access to an Image that does not exist",
    "there are no images here",
);

/// `Forbidden.RAM`: RAM cross-account access by a user without the permission.
pub static FORBIDDEN_RAM: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.RAM",
    "User not authorized to operate on the specified resource, or this API does not support RAM.",
    "RAM cross-account access by a user without the permission",
);

/// `Forbidden.NotSupportRAM`: interface may not be reached through RAM (ResourceOwnerAccount not allowed).
pub static FORBIDDEN_NOT_SUPPORT_RAM: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "Forbidden.NotSupportRAM",
    "This action does not support accessed by RAM mode.",
    "interface may not be reached through RAM (ResourceOwnerAccount not allowed)",
    "every action can be reached through RAM",
);

/// `Forbidden.RiskControl`: risk control refuses the operation.
pub static FORBIDDEN_RISK_CONTROL: ErrorSpec = ErrorSpec::new(
    403,
    "Forbidden.RiskControl",
    "This operation is forbidden by Alibaba Cloud Risk Control system.",
    "risk control refuses the operation",
);

/// `InsufficientBalance`: account balance is too low.
pub static INSUFFICIENT_BALANCE: ErrorSpec = ErrorSpec::new(
    400,
    "InsufficientBalance",
    "Your account does not have enough balance.",
    "account balance is too low",
);

/// `IdempotentParameterMismatch`: ClientToken reused with different request parameters.
pub static IDEMPOTENT_PARAMETER_MISMATCH: ErrorSpec = ErrorSpec::new(
    400,
    "IdempotentParameterMismatch",
    "Request uses a client token in a previous request but is not identical to that request.",
    "ClientToken reused with different request parameters",
);

/// `RealNameAuthenticationError`: account has not completed real-name authentication.
pub static REAL_NAME_AUTHENTICATION_ERROR: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "RealNameAuthenticationError",
    "Your account has not passed the real-name authentication yet.",
    "account has not completed real-name authentication",
    "accounts here belong to no person whose name could be checked",
);

/// `InvalidIdempotenceParameter.Mismatch`: idempotence parameters do not match the earlier request.
pub static INVALID_IDEMPOTENCE_PARAMETER: ErrorSpec = ErrorSpec::unprovoked(
    403,
    "InvalidIdempotenceParameter.Mismatch",
    "The specified parameters are different from before",
    "idempotence parameters do not match the earlier request",
    "IdempotentParameterMismatch is the code the chapter on idempotence names for this case",
);

/// `LastTokenProcessing`: the earlier request with the same token is still in progress.
pub static LAST_TOKEN_PROCESSING: ErrorSpec = ErrorSpec::new(
    403,
    "LastTokenProcessing",
    "The last token request is processing",
    "the earlier request with the same token is still in progress",
);

/// `InvalidParameter`: a parameter fails verification; undecodable parameters and bodies too.
pub static INVALID_PARAMETER: ErrorSpec = ErrorSpec::new(
    400,
    "InvalidParameter",
    "The specified parameter is not valid",
    "a parameter fails verification; undecodable parameters and bodies too",
);

/// The server cannot answer now; the status is the newer table's.
pub static SERVICE_UNAVAILABLE: ErrorSpec = ErrorSpec::new(
    503,
    "ServiceUnavailable",
    "The request has failed due to a temporary failure of the server.",
    "the service is temporarily unavailable",
);
