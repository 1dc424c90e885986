//! ListTagResources and ListTagResourcesForExpressConnect.

use super::{Product, malformed, of_names, too_many};
use crate::case::Case;

pub(super) fn cases(product: &'static Product) -> Vec<Case> {
    let action = product.list;
    let mut cases = of_names(product, action, |call| call);
    cases.push(too_many(product, action, "Tag.", ".Key"));
    cases.extend(malformed(product, action));
    cases
}
