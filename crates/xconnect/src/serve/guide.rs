//! What is printed at the start: where the server listens, and how each official client is pointed at it.

use std::fmt::Write;

use xconnect_model::AccessKey;

use super::Addresses;
use crate::terraform::{TerraformArgs, provider_block};

/// The guide for a server at these addresses, with a key that works.
pub fn guide(addresses: &Addresses, key: Option<&AccessKey>) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_guide(&mut text, addresses, key);
    text
}

fn write_guide(text: &mut String, addresses: &Addresses, key: Option<&AccessKey>) -> std::fmt::Result {
    let api = addresses.api;
    let (id, secret) =
        key.map_or(("ACCESS_KEY_ID", "ACCESS_KEY_SECRET"), |key| (key.id.as_str(), key.secret.reveal()));
    writeln!(text, "xconnect {} is ready.", env!("CARGO_PKG_VERSION"))?;
    writeln!(text, "  cloud API      http://{api}")?;
    if let Some((tls, authority)) = &addresses.api_tls {
        let trust =
            authority.as_ref().map(|file| format!("   (trust {})", file.display())).unwrap_or_default();
        writeln!(text, "                 https://{tls}{trust}")?;
    }
    if let Some(operator) = addresses.operator {
        writeln!(text, "  operator       http://{operator}/openapi.json")?;
    }
    write!(
        text,
        r#"
Python (pip install alibabacloud_vpc20160428)
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_vpc20160428.client import Client
    from alibabacloud_vpc20160428 import models
    client = Client(Config(access_key_id="{id}", access_key_secret="{secret}", endpoint="{api}", protocol="HTTP"))
    print(client.describe_vpcs(models.DescribeVpcsRequest(region_id="cn-hangzhou")).body.to_map())

Node (npm install @alicloud/pop-core)
    const {{ RPCClient }} = require('@alicloud/pop-core');
    const client = new RPCClient({{ accessKeyId: '{id}', accessKeySecret: '{secret}', endpoint: 'http://{api}', apiVersion: '2016-04-28' }});
    client.request('DescribeVpcs', {{ RegionId: 'cn-hangzhou' }}).then(console.log);

Go (github.com/alibabacloud-go/vpc-20160428)
    vpc.NewClient(&openapi.Config{{AccessKeyId: tea.String("{id}"), AccessKeySecret: tea.String("{secret}"), Endpoint: tea.String("{api}"), Protocol: tea.String("http")}})

aliyun command line
    aliyun vpc DescribeVpcs --endpoint {api} --insecure --mode AK --access-key-id {id} --access-key-secret {secret} --region cn-hangzhou

Terraform
"#
    )?;
    let block = TerraformArgs { api: Some(api), ..block(key) };
    for line in provider_block(&block).lines() {
        writeln!(text, "    {line}")?;
    }
    if let Some((tls, authority)) = &addresses.api_tls {
        let authority = authority
            .as_ref()
            .map_or("your authority's certificate".into(), |file| file.display().to_string());
        write!(
            text,
            r#"
Over HTTPS, with {authority} as the certificate authority
    Python     Config(..., endpoint="{tls}", protocol="HTTPS", ca="{authority}")
    Node       NODE_EXTRA_CA_CERTS={authority}, endpoint 'https://{tls}'
    Go         SSL_CERT_FILE={authority}, Endpoint "{tls}", Protocol "https"
    aliyun     --endpoint {tls} --skip-secure-verify
    Terraform  SSL_CERT_FILE={authority}, endpoints "{tls}", protocol = "HTTPS"
"#
        )?;
    }
    Ok(())
}

/// Terraform's provider block for a key.
fn block(key: Option<&AccessKey>) -> TerraformArgs {
    let known = key.map(|key| (key.account.to_string(), key.id.to_string(), key.secret.reveal().to_owned()));
    let (account, access_key_id, access_key_secret) = known.unwrap_or_else(|| {
        ("ACCOUNT_ID".to_owned(), "ACCESS_KEY_ID".to_owned(), "ACCESS_KEY_SECRET".to_owned())
    });
    let region = "cn-hangzhou".to_owned();
    TerraformArgs { region, account, access_key_id, access_key_secret, api: None, tls: false }
}

#[cfg(test)]
mod tests {
    use xconnect_model::Secret;

    use super::*;

    #[test]
    fn the_guide_names_every_client_and_where_it_goes() {
        let addresses = Addresses {
            api: ([127, 0, 0, 1], 8900).into(),
            api_tls: Some((([127, 0, 0, 1], 8943).into(), Some("xconnect-data/tls/ca.pem".into()))),
            operator: Some(([127, 0, 0, 1], 8901).into()),
        };
        let key = AccessKey { id: "testid".into(), secret: Secret::new("testsecret"), ..Default::default() };
        let text = guide(&addresses, Some(&key));
        for needed in
            ["Python", "Node", "Go", "aliyun", "Terraform", "127.0.0.1:8900", "127.0.0.1:8943", "ca.pem"]
        {
            assert!(text.contains(needed), "{needed}");
        }
    }
}
