//! Regions and zones of the real service.

/// A region, with what it is called and where it is served.
#[derive(Debug, PartialEq, Eq)]
pub struct Region {
    /// `RegionId` on the wire.
    pub id: &'static str,
    /// What ids made in the region carry behind their prefix.
    pub code: &'static str,
    /// Whether it lies in mainland China; a link that leaves it crosses the border.
    pub mainland: bool,
    /// The Chinese name.
    pub name_zh: &'static str,
    /// The English name.
    pub name_en: &'static str,
    /// What the Chinese names of its zones begin with.
    zone_zh: &'static str,
    /// What the English names of its zones begin with.
    zone_en: &'static str,
    /// The letters of its zones.
    zones: &'static str,
    /// Served by the central endpoint, not by one of its own.
    central: bool,
}

/// A zone of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// `ZoneId` on the wire.
    pub id: String,
    /// The Chinese name.
    pub name_zh: String,
    /// The English name.
    pub name_en: String,
}

/// The region with this id.
pub fn region(id: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.id == id)
}

impl Region {
    /// The host name that serves the Vpc API for the region.
    pub fn endpoint(&self) -> String {
        if self.central { "vpc.aliyuncs.com".to_owned() } else { format!("vpc.{}.aliyuncs.com", self.id) }
    }

    /// The zones, in the order of their letters.
    pub fn zones(&self) -> impl Iterator<Item = Zone> {
        self.zones.chars().map(|letter| Zone {
            // Regions outside China number their zones without a hyphen: ap-southeast-1a.
            id: if self.id.ends_with(|c: char| c.is_ascii_digit()) {
                format!("{}{letter}", self.id)
            } else {
                format!("{}-{letter}", self.id)
            },
            name_zh: format!("{}{}", self.zone_zh, letter.to_ascii_uppercase()),
            name_en: format!("{}{}", self.zone_en, letter.to_ascii_uppercase()),
        })
    }
}

/// Every region.
pub static REGIONS: &[Region] = &[
    Region {
        id: "cn-qingdao",
        code: "m5e",
        mainland: true,
        name_zh: "华北1（青岛）",
        name_en: "China (Qingdao)",
        zone_zh: "华北 1 可用区 ",
        zone_en: "Qingdao Zone ",
        zones: "bc",
        central: true,
    },
    Region {
        id: "cn-beijing",
        code: "2ze",
        mainland: true,
        name_zh: "华北2（北京）",
        name_en: "China (Beijing)",
        zone_zh: "北京 可用区",
        zone_en: "Beijing Zone ",
        zones: "abcdefghijkl",
        central: true,
    },
    Region {
        id: "cn-zhangjiakou",
        code: "8vb",
        mainland: true,
        name_zh: "华北3（张家口）",
        name_en: "China (Zhangjiakou)",
        zone_zh: "张家口 可用区",
        zone_en: "Zhangjiakou Zone ",
        zones: "abc",
        central: false,
    },
    Region {
        id: "cn-huhehaote",
        code: "hp3",
        mainland: true,
        name_zh: "华北5（呼和浩特）",
        name_en: "China (Hohhot)",
        zone_zh: "呼和浩特 可用区",
        zone_en: "Hohhot Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "cn-wulanchabu",
        code: "0jl",
        mainland: true,
        name_zh: "华北6（乌兰察布）",
        name_en: "China (Ulanqab)",
        zone_zh: "乌兰察布 可用区",
        zone_en: "Ulanqab Zone ",
        zones: "abc",
        central: false,
    },
    Region {
        id: "cn-hangzhou",
        code: "bp1",
        mainland: true,
        name_zh: "华东1（杭州）",
        name_en: "China (Hangzhou)",
        zone_zh: "杭州 可用区",
        zone_en: "Hangzhou Zone ",
        zones: "bcdefghijk",
        central: true,
    },
    Region {
        id: "cn-shanghai",
        code: "uf6",
        mainland: true,
        name_zh: "华东2（上海）",
        name_en: "China (Shanghai)",
        zone_zh: "上海 可用区",
        zone_en: "Shanghai Zone ",
        zones: "abcdefgklmn",
        central: true,
    },
    Region {
        id: "cn-nanjing",
        code: "gc7",
        mainland: true,
        name_zh: "华东5（南京-本地地域）",
        name_en: "China (Nanjing - Local Region)",
        zone_zh: "南京 可用区",
        zone_en: "Nanjing Zone ",
        zones: "a",
        central: false,
    },
    Region {
        id: "cn-fuzhou",
        code: "gw0",
        mainland: true,
        name_zh: "华东6（福州-本地地域）",
        name_en: "China (Fuzhou - Local Region)",
        zone_zh: "福州 可用区",
        zone_en: "Fuzhou Zone ",
        zones: "a",
        central: false,
    },
    Region {
        id: "cn-shenzhen",
        code: "wz9",
        mainland: true,
        name_zh: "华南1（深圳）",
        name_en: "China (Shenzhen)",
        zone_zh: "深圳 可用区",
        zone_en: "Shenzhen Zone ",
        zones: "abcdef",
        central: true,
    },
    Region {
        id: "cn-heyuan",
        code: "f8z",
        mainland: true,
        name_zh: "华南2（河源）",
        name_en: "China (Heyuan)",
        zone_zh: "河源 可用区",
        zone_en: "Heyuan Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "cn-guangzhou",
        code: "7xv",
        mainland: true,
        name_zh: "华南3（广州）",
        name_en: "China (Guangzhou)",
        zone_zh: "广州 可用区",
        zone_en: "Guangzhou Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "cn-chengdu",
        code: "2vc",
        mainland: true,
        name_zh: "西南1（成都）",
        name_en: "China (Chengdu)",
        zone_zh: "成都 可用区",
        zone_en: "Chengdu Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "cn-hongkong",
        code: "j6c",
        mainland: false,
        name_zh: "中国香港",
        name_en: "China (Hong Kong)",
        zone_zh: "香港 可用区",
        zone_en: "Hong Kong Zone ",
        zones: "bcd",
        central: true,
    },
    Region {
        id: "ap-northeast-1",
        code: "6we",
        mainland: false,
        name_zh: "日本（东京）",
        name_en: "Japan (Tokyo)",
        zone_zh: "东京 可用区",
        zone_en: "Tokyo Zone ",
        zones: "abc",
        central: false,
    },
    Region {
        id: "ap-northeast-2",
        code: "mj7",
        mainland: false,
        name_zh: "韩国（首尔）",
        name_en: "South Korea (Seoul)",
        zone_zh: "首尔 可用区",
        zone_en: "Seoul Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "ap-southeast-1",
        code: "t4n",
        mainland: false,
        name_zh: "新加坡",
        name_en: "Singapore",
        zone_zh: "新加坡 可用区",
        zone_en: "Singapore Zone ",
        zones: "abc",
        central: true,
    },
    Region {
        id: "ap-southeast-3",
        code: "8ps",
        mainland: false,
        name_zh: "马来西亚（吉隆坡）",
        name_en: "Malaysia (Kuala Lumpur)",
        zone_zh: "吉隆坡 可用区",
        zone_en: "Kuala Lumpur Zone ",
        zones: "abc",
        central: false,
    },
    Region {
        id: "ap-southeast-5",
        code: "k1a",
        mainland: false,
        name_zh: "印度尼西亚（雅加达）",
        name_en: "Indonesia (Jakarta)",
        zone_zh: "雅加达 可用区",
        zone_en: "Jakarta Zone ",
        zones: "abc",
        central: false,
    },
    Region {
        id: "ap-southeast-6",
        code: "5ts",
        mainland: false,
        name_zh: "菲律宾（马尼拉）",
        name_en: "Philippines (Manila)",
        zone_zh: "马尼拉 可用区",
        zone_en: "Manila Zone ",
        zones: "a",
        central: false,
    },
    Region {
        id: "ap-southeast-7",
        code: "0jo",
        mainland: false,
        name_zh: "泰国（曼谷）",
        name_en: "Thailand (Bangkok)",
        zone_zh: "曼谷 可用区",
        zone_en: "Bangkok Zone ",
        zones: "a",
        central: false,
    },
    Region {
        id: "us-east-1",
        code: "0xi",
        mainland: false,
        name_zh: "美国（弗吉尼亚）",
        name_en: "US (Virginia)",
        zone_zh: "弗吉尼亚 可用区",
        zone_en: "Virginia Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "us-west-1",
        code: "rj9",
        mainland: false,
        name_zh: "美国（硅谷）",
        name_en: "US (Silicon Valley)",
        zone_zh: "硅谷 可用区",
        zone_en: "Silicon Valley Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "eu-west-1",
        code: "d7o",
        mainland: false,
        name_zh: "英国（伦敦）",
        name_en: "UK (London)",
        zone_zh: "伦敦 可用区",
        zone_en: "London Zone ",
        zones: "ab",
        central: false,
    },
    Region {
        id: "eu-central-1",
        code: "gw8",
        mainland: false,
        name_zh: "德国（法兰克福）",
        name_en: "Germany (Frankfurt)",
        zone_zh: "法兰克福 可用区",
        zone_en: "Frankfurt Zone ",
        zones: "abc",
        central: false,
    },
    Region {
        id: "me-east-1",
        code: "eb3",
        mainland: false,
        name_zh: "阿联酋（迪拜）",
        name_en: "UAE (Dubai)",
        zone_zh: "迪拜 可用区",
        zone_en: "Dubai Zone ",
        zones: "a",
        central: false,
    },
    Region {
        id: "me-central-1",
        code: "l4v",
        mainland: false,
        name_zh: "沙特（利雅得）",
        name_en: "SAU (Riyadh - Partner Region)",
        zone_zh: "利雅得 可用区",
        zone_en: "Riyadh Zone ",
        zones: "ab",
        central: false,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_and_codes_are_unique() {
        let ids: HashSet<_> = REGIONS.iter().map(|region| region.id).collect();
        let codes: HashSet<_> = REGIONS.iter().map(|region| region.code).collect();
        assert_eq!((ids.len(), codes.len()), (REGIONS.len(), REGIONS.len()));
        assert!(REGIONS.iter().all(|region| region.code.len() == 3));
    }

    #[test]
    fn zones_are_named_after_their_region() {
        let hangzhou: Vec<_> = region("cn-hangzhou").unwrap().zones().collect();
        assert_eq!(hangzhou[0].id, "cn-hangzhou-b");
        assert_eq!(hangzhou[0].name_zh, "杭州 可用区B");
        assert_eq!(region("ap-southeast-1").unwrap().zones().next().unwrap().id, "ap-southeast-1a");
        assert_eq!(region("cn-atlantis"), None);
    }
}
