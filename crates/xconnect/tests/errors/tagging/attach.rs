//! TagResources and TagResourcesForExpressConnect.

use super::{Product, malformed, many, not_own, of_names, too_many};
use crate::case::{Case, case};
use crate::support::call::Call;

pub(super) fn cases(product: &'static Product) -> Vec<Case> {
    let action = product.tag;
    let mut cases = of_names(product, action, tagged);
    cases.push(not_own(product, action, tagged));
    cases.push(too_many(product, action, "Tag.", ".Key"));
    cases.extend(malformed(product, action));
    cases.push(case(action, 400, "Duplicate.TagKey", "The Tag.N.Key contain duplicate key.", move |world| {
        tagged(product.call(world, action)).with("Tag.2.Key", "cost")
    }));
    // One of twenty that it may have is there.
    cases.push(case(
        action,
        400,
        "QuotaExceeded.TagsPerResource",
        "The number of tags on a resource exceeds the quota.",
        move |world| many(product.call(world, action), "Tag.", ".Key", 20),
    ));
    cases
}

fn tagged(call: Call) -> Call {
    call.with("Tag.1.Key", "cost").with("Tag.1.Value", "low")
}
