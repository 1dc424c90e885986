//! `xconnect terraform`: the provider block that points Terraform at a server, filled in.

use std::net::SocketAddr;

use clap::Args;
use xconnect_model::catalogue;

/// The products that the provider asks, by their names in its `endpoints` block.
const PRODUCTS: [&str; 8] = ["vpc", "ecs", "sts", "alb", "cbn", "bssopenapi", "location", "resourcemanager"];

/// What the block is to say.
#[derive(Debug, Args)]
pub struct TerraformArgs {
    /// The region of the provider's resources
    #[arg(long, value_name = "REGION", default_value = "cn-hangzhou")]
    pub region: String,
    /// The account's number
    #[arg(long, value_name = "NUMBER", default_value = "1234567890123456")]
    pub account: String,
    /// The access key
    #[arg(long, value_name = "ID", env = "ALIBABA_CLOUD_ACCESS_KEY_ID", default_value = "testid")]
    pub access_key_id: String,
    /// Its secret
    #[arg(
        long,
        value_name = "SECRET",
        env = "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        default_value = "testsecret",
        hide_env_values = true
    )]
    pub access_key_secret: String,
    /// Where the cloud API listens; 127.0.0.1:8900 by default, with --tls 127.0.0.1:8943
    #[arg(long, value_name = "ADDR")]
    pub api: Option<SocketAddr>,
    /// Go over HTTPS: Terraform has to trust the authority, with SSL_CERT_FILE
    #[arg(long)]
    pub tls: bool,
}

/// The block, as text.
pub fn provider_block(arguments: &TerraformArgs) -> String {
    let (protocol, port) = if arguments.tls { ("HTTPS", 8943) } else { ("HTTP", 8900) };
    let address = arguments.api.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], port)));
    let mut lines = vec![
        ("access_key", quoted(&arguments.access_key_id)),
        ("secret_key", quoted(&arguments.access_key_secret)),
        ("account_id", quoted(&arguments.account)),
        ("account_type", quoted("Domestic")),
        ("region", quoted(&arguments.region)),
        ("protocol", quoted(protocol)),
    ];
    if !is_common(&arguments.region) {
        lines.push(("skip_region_validation", "true".to_owned()));
    }
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let settings: String = lines.iter().map(|(name, value)| format!("  {name:width$} = {value}\n")).collect();
    let width = PRODUCTS.iter().map(|product| product.len()).max().unwrap_or_default();
    let endpoints: String =
        PRODUCTS.iter().map(|product| format!("    {product:width$} = \"{address}\"\n")).collect();
    format!("provider \"alicloud\" {{\n{settings}\n  endpoints {{\n{endpoints}  }}\n}}\n")
}

/// Whether the catalogue has a region; the provider is told to take any other unseen.
fn is_common(region: &str) -> bool {
    catalogue::region(region).is_some()
}

/// A text in HCL, which would read `${` and `%{` as templates.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped = escaped.replace('\n', "\\n").replace("${", "$${").replace("%{", "%%{");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        arguments: TerraformArgs,
    }

    fn block(words: &[&str]) -> String {
        let line = Line::parse_from([&["terraform"], words].concat());
        provider_block(&line.arguments)
    }

    #[test]
    fn every_product_has_its_endpoint() {
        let block = block(&["--access-key-id", "testid", "--access-key-secret", "s\"${x}"]);
        assert_eq!(block.matches("= \"127.0.0.1:8900\"").count(), PRODUCTS.len());
        assert!(block.contains("secret_key   = \"s\\\"$${x}\""), "{block}");
        assert!(block.contains("protocol     = \"HTTP\"") && !block.contains("skip_region"), "{block}");
    }

    #[test]
    fn tls_and_strange_regions_change_what_they_should() {
        let block = block(&["--tls", "--region", "mars-1"]);
        assert!(block.contains("\"127.0.0.1:8943\"") && block.contains("\"HTTPS\""), "{block}");
        assert!(block.contains("skip_region_validation = true"), "{block}");
        let elsewhere = super::tests::block(&["--tls", "--api", "192.0.2.1:443"]);
        assert!(elsewhere.contains("\"192.0.2.1:443\""), "{elsewhere}");
    }
}
