//! The vocabulary of lines: carriers, ports, sizes of shared lines, who pays.

use crate::wire_enum::wire_enum;

wire_enum! {
    /// Who runs the line between the access point and the customer.
    LineOperator {
        /// China Telecom.
        #[default] ChinaTelecom = "CT",
        /// China Unicom.
        ChinaUnicom = "CU",
        /// China Mobile.
        ChinaMobile = "CM",
        /// Another carrier in China.
        ChinaOther = "CO",
        /// Equinix.
        Equinix = "Equinix",
        /// A carrier outside China.
        Other = "Other",
    }
}

wire_enum! {
    /// The port on the access device.
    PortType {
        /// 100 Mbit/s, electrical.
        Base100T = "100Base-T",
        /// 1 Gbit/s, electrical.
        #[default] Base1000T = "1000Base-T",
        /// 1 Gbit/s, single-mode optical, 10 km.
        Base1000Lx = "1000Base-LX",
        /// 10 Gbit/s, electrical.
        Base10GT = "10GBase-T",
        /// 10 Gbit/s, single-mode optical, 10 km.
        Base10GLr = "10GBase-LR",
        /// 40 Gbit/s, single-mode optical. Closed until the provider opens it.
        Base40GLr = "40GBase-LR",
        /// 100 Gbit/s, single-mode optical. Closed until the provider opens it.
        Base100GLr = "100GBase-LR",
    }
}

impl PortType {
    /// `Spec` of a dedicated line: the class of its port.
    pub fn spec(self) -> &'static str {
        match self {
            Self::Base100T | Self::Base1000T | Self::Base1000Lx => "1G",
            Self::Base10GT | Self::Base10GLr => "10G",
            Self::Base40GLr => "40G",
            Self::Base100GLr => "100G",
        }
    }

    /// Whether everybody may order it.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Base40GLr | Self::Base100GLr)
    }
}

wire_enum! {
    /// The size of a shared line.
    SharedSpec {
        /// 50 Mbit/s.
        #[default] M50 = "50M",
        /// 100 Mbit/s.
        M100 = "100M",
        /// 200 Mbit/s.
        M200 = "200M",
        /// 300 Mbit/s.
        M300 = "300M",
        /// 400 Mbit/s.
        M400 = "400M",
        /// 500 Mbit/s.
        M500 = "500M",
        /// 1 Gbit/s.
        G1 = "1G",
        /// 2 Gbit/s. Closed until the provider opens it, as all larger ones.
        G2 = "2G",
        /// 5 Gbit/s.
        G5 = "5G",
        /// 8 Gbit/s.
        G8 = "8G",
        /// 10 Gbit/s.
        G10 = "10G",
    }
}

impl SharedSpec {
    /// Megabits a second.
    pub fn bandwidth_mbps(self) -> u32 {
        match self {
            Self::M50 => 50,
            Self::M100 => 100,
            Self::M200 => 200,
            Self::M300 => 300,
            Self::M400 => 400,
            Self::M500 => 500,
            Self::G1 => 1_000,
            Self::G2 => 2_000,
            Self::G5 => 5_000,
            Self::G8 => 8_000,
            Self::G10 => 10_000,
        }
    }

    /// Whether everybody may order it.
    pub fn is_open(self) -> bool {
        self <= Self::G1
    }

    /// The smallest size with at least this bandwidth.
    pub fn holding(mbps: u32) -> Option<Self> {
        Self::ALL.iter().copied().find(|spec| spec.bandwidth_mbps() >= mbps)
    }
}

wire_enum! {
    /// Who pays for a shared line.
    OrderMode {
        /// The owner of the line below: the partner.
        #[default] ByPhysicalConnectionOwner = "PayByPhysicalConnectionOwner",
        /// The owner of the shared line: the tenant.
        ByVirtualPhysicalConnectionOwner = "PayByVirtualPhysicalConnectionOwner",
    }
}

wire_enum! {
    /// What has become of a shared line between partner and tenant (`VpconnStatus`).
    VpconnStatus {
        /// Made by the partner; the tenant has not accepted it.
        #[default] UnConfirmed = "UnConfirmed",
        /// Accepted by the tenant.
        Confirmed = "Confirmed",
        /// Deleted, listed for some time still.
        Deleted = "Deleted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow() {
        assert!(SharedSpec::ALL.is_sorted_by_key(|spec| spec.bandwidth_mbps()));
        assert_eq!(SharedSpec::holding(60), Some(SharedSpec::M100));
        assert_eq!(SharedSpec::holding(20_000), None);
    }

    #[test]
    fn spellings_are_the_wires() {
        assert_eq!(PortType::parse("10GBase-LR"), Some(PortType::Base10GLr));
        assert_eq!(serde_json::to_string(&LineOperator::ChinaTelecom).unwrap(), "\"CT\"");
    }
}
