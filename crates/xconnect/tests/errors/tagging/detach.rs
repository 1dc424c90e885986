//! UnTagResources and UntagResourcesForExpressConnect.

use super::{Product, not_own, of_names, too_many};
use crate::case::Case;
use crate::support::call::Call;

pub(super) fn cases(product: &'static Product) -> Vec<Case> {
    let action = product.untag;
    let mut cases = of_names(product, action, by_key);
    cases.push(not_own(product, action, by_key));
    cases.push(too_many(product, action, "TagKey.", ""));
    cases
}

fn by_key(call: Call) -> Call {
    call.with("TagKey.1", "team")
}
