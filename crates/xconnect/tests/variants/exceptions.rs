//! Variants that the general laws do not hold for, each with its reason.

/// Action (`*`: any), variant, and why the law does not hold. What comes of it stands in the baseline.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("*", "DryRun: true", "a dry run that passes every check is answered with DRYRUN.SUCCESS"),
    (
        "DescribeVirtualBorderRoutersForPhysicalConnection",
        "by another account",
        "the document has a row for a line that is somebody else's",
    ),
    ("DescribeAccessPoints", "Type: Another", FILTER),
    ("ListVirtualPhysicalConnections", "VirtualPhysicalConnectionBusinessStatus: Another", FILTER),
    ("ListVirtualPhysicalConnections", "VirtualPhysicalConnectionStatuses.N: Another", FILTER),
];

/// Why a filter takes what there is not.
const FILTER: &str = "a filter for what nothing has finds nothing";

/// Whether the law for a variant holds.
pub(crate) enum Exception {
    /// It does.
    None,
    /// Not for all variants of this name.
    General,
    /// It does not, for this reason.
    Of(&'static str),
}

/// Whether the law for a variant holds, and why not.
pub(crate) fn reason(action: &str, variant: &str) -> Exception {
    let of_this = |(of, name, _): &&(&str, &str, &str)| (*of == "*" || *of == action) && *name == variant;
    match EXCEPTIONS.iter().find(of_this) {
        None => Exception::None,
        Some(("*", _, _)) => Exception::General,
        Some((_, _, reason)) => Exception::Of(reason),
    }
}
