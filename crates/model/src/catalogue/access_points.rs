//! Access points of the real service: where physical lines end.

/// An access point.
#[derive(Debug, PartialEq, Eq)]
pub struct AccessPoint {
    /// `AccessPointId` on the wire.
    pub id: &'static str,
    /// The region that it belongs to.
    pub region: &'static str,
    /// The name, mostly Chinese: city, district, letter.
    pub name: &'static str,
}

/// The access point with this id.
pub fn access_point(id: &str) -> Option<&'static AccessPoint> {
    ACCESS_POINTS.iter().find(|point| point.id == id)
}

/// Every access point.
pub static ACCESS_POINTS: &[AccessPoint] = &[
    AccessPoint { id: "ap-cn-hangzhou-yh-B", region: "cn-hangzhou", name: "杭州-余杭-B" },
    AccessPoint { id: "ap-cn-hangzhou-yh-C", region: "cn-hangzhou", name: "杭州-余杭-C" },
    AccessPoint { id: "ap-cn-hangzhou-jg-B", region: "cn-hangzhou", name: "杭州-江干-B" },
    AccessPoint { id: "ap-cn-hangzhou-yh-ts-A", region: "cn-hangzhou", name: "杭州-余杭-A" },
    AccessPoint { id: "ap-cn-beijing-ft-A", region: "cn-beijing", name: "北京-丰台-A" },
    AccessPoint { id: "ap-cn-beijing-cy-B", region: "cn-beijing", name: "北京-朝阳-B" },
    AccessPoint { id: "ap-cn-shanghai-nt-aligroup-C", region: "cn-shanghai", name: "上海-南通-C" },
    AccessPoint { id: "ap-cn-shanghai-pd-A", region: "cn-shanghai", name: "上海-浦东-A" },
    AccessPoint { id: "ap-cn-qingdao-ls-A", region: "cn-qingdao", name: "青岛-崂山-A" },
    AccessPoint { id: "ap-cn-qingdao-ls-B", region: "cn-qingdao", name: "青岛-崂山-B" },
    AccessPoint { id: "ap-cn-shenzhen-lg-A", region: "cn-shenzhen", name: "深圳-龙岗-A" },
    AccessPoint { id: "ap-cn-shenzhen-ft-B", region: "cn-shenzhen", name: "深圳-福田-B" },
    AccessPoint { id: "ap-cn-hongkong-kc-A", region: "cn-hongkong", name: "香港-葵涌-A" },
    AccessPoint { id: "ap-sg-singpore-A", region: "ap-southeast-1", name: "Singapore-A" },
    AccessPoint { id: "ap-jp-tokyo-A", region: "ap-northeast-1", name: "Tokyo-A" },
    AccessPoint { id: "ap-us-virginia-A", region: "us-east-1", name: "Virginia-A" },
    AccessPoint { id: "ap-de-frankfurt-A", region: "eu-central-1", name: "Frankfurt-A" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_access_point_lies_in_a_known_region() {
        for point in ACCESS_POINTS {
            assert!(crate::catalogue::region(point.region).is_some(), "{}", point.id);
        }
    }
}
