//! HTTPS with the certificate that the server makes for itself.

use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::client::Connection;
use crate::support::records::HANGZHOU;
use crate::support::{Setup, World};

/// A connection that trusts this authority and nobody else.
fn connect(
    world: &World,
    name: &str,
    authority: &Path,
) -> Connection<StreamOwned<ClientConnection, TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let (address, _) = world.server.addresses().api_tls.clone().unwrap();
    let session = ClientConnection::new(Arc::new(config), name.to_owned().try_into().unwrap()).unwrap();
    Connection::over(StreamOwned::new(session, TcpStream::connect(address).unwrap()))
}

#[test]
fn the_made_certificate_is_trusted_by_its_authority_under_every_local_name() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().tls(folder.path()).start();
    let (_, authority) = world.server.addresses().api_tls.clone().unwrap();
    let authority = authority.unwrap();
    for name in ["127.0.0.1", "localhost"] {
        let mut connection = connect(&world, name, &authority);
        let list = world.call("DescribeRouterInterfaces", &[("RegionId", HANGZHOU)]);
        connection.exchange(&list.signed()).success();
        connection.exchange(&list.with("SignatureNonce", name).acs3().signed()).success();
    }
}

#[test]
fn the_certificate_stays_the_same_over_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let world = Setup::default().tls(folder.path()).start();
    let authority = folder.path().join("ca.pem");
    let first = std::fs::read(&authority).unwrap();
    let world = world.restart();
    assert_eq!(std::fs::read(&authority).unwrap(), first);
    let list = world.call("DescribeRouterInterfaces", &[("RegionId", HANGZHOU)]);
    connect(&world, "localhost", &authority).exchange(&list.signed()).success();
}

#[test]
fn another_authority_is_not_trusted() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let world = Setup::default().tls(folder.path()).start();
    Setup::default().tls(other.path()).start().stop();
    let mut connection = connect(&world, "localhost", &other.path().join("ca.pem"));
    connection.write(&world.call("DescribeRouterInterfaces", &[]).signed().bytes());
    assert!(connection.receive().is_none());
}
