//! The command line of xconnect.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tempfile::TempDir;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;
use xconnect::call::{self, CallArgs};
use xconnect::config::Config;
use xconnect::fixture;
use xconnect::operator_cli::{self, OperatorArgs};
use xconnect::serve::{Certificate, Options, Server, Store, guide};
use xconnect::terraform::{self, TerraformArgs};
use xconnect::trace::{self, TraceArgs};
use xconnect_engine::timing::Profile;
use xconnect_model::account::ProviderMode;
use xconnect_operator::OperatorToken;

/// A self-hosted Express Connect for unmodified official clients.
#[derive(Parser)]
#[command(version, about, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the cloud API (what runs when no command is given)
    Serve(ServeArgs),
    /// Sign and send one call, and print the answer
    Call(CallArgs),
    /// Ask a running server where a packet goes, and why
    Trace(TraceArgs),
    /// Look at what there is, and do the provider's part
    Operator(OperatorArgs),
    /// Print Terraform's provider block for a server
    Terraform(TerraformArgs),
}

#[derive(Args)]
struct ServeArgs {
    /// Where the cloud API listens
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8900")]
    api: SocketAddr,
    /// Where the cloud API listens for HTTPS ("off": nowhere)
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8943", value_parser = address_or_off)]
    api_tls: OptionalAddress,
    /// A certificate for HTTPS in the PEM format; without it one is made, with its own authority
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Where the operator interface listens ("off": nowhere)
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8901", value_parser = address_or_off)]
    operator: OptionalAddress,
    /// A file with the token that opens the operator interface (or set XCONNECT_OPERATOR_TOKEN)
    #[arg(long, value_name = "FILE")]
    operator_token_file: Option<PathBuf>,
    /// The folder that everything is kept in
    #[arg(long, value_name = "DIR", default_value = "./xconnect-data")]
    data: PathBuf,
    /// Keep everything in memory instead
    #[arg(long, conflicts_with = "data")]
    memory: bool,
    /// Accounts, quotas, limits, timing (TOML)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How long the service's steps take
    #[arg(long, value_enum, default_value = "fast")]
    timing: TimingArg,
    /// Who does what is left to the provider
    #[arg(long, value_enum, default_value = "auto")]
    provider: ProviderArg,
    /// A world to begin with, where there are no resources yet (TOML)
    #[arg(long, value_name = "FILE")]
    fixture: Option<PathBuf>,
    /// A file to write every call and what came back down in, one line of JSON a call
    #[arg(long, value_name = "FILE", env = "XCONNECT_RECORD")]
    record: Option<PathBuf>,
    /// Print where the server listens, and nothing else
    #[arg(long)]
    quiet: bool,
}

#[derive(Clone, Copy)]
struct OptionalAddress(Option<SocketAddr>);

fn address_or_off(text: &str) -> Result<OptionalAddress, String> {
    if text == "off" {
        return Ok(OptionalAddress(None));
    }
    text.parse()
        .map(|address| OptionalAddress(Some(address)))
        .map_err(|_| "not an address, and not \"off\"".into())
}

#[derive(Clone, Copy, ValueEnum)]
enum TimingArg {
    /// Nothing takes time
    Instant,
    /// A fifth of a second a step
    Fast,
    /// Seconds to minutes, as the real service takes
    Real,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProviderArg {
    /// The service itself
    Auto,
    /// An operator
    Manual,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let wanted = std::env::var("XCONNECT_LOG").ok().and_then(|text| text.parse().ok());
    let filter = wanted.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(log.with_filter(filter)).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    match cli.command.unwrap_or(Command::Serve(cli.serve)) {
        Command::Serve(arguments) => runtime.block_on(serve(arguments)),
        Command::Call(arguments) => match runtime.block_on(call::call(&arguments)) {
            Ok(answer) => {
                print(&answer.text);
                if answer.success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
            Err(error) => fail(&error),
        },
        Command::Operator(arguments) => match runtime.block_on(operator_cli::run(&arguments)) {
            Ok(text) => {
                print(&text);
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        },
        Command::Terraform(arguments) => {
            print(&terraform::provider_block(&arguments));
            ExitCode::SUCCESS
        }
        Command::Trace(arguments) => match runtime.block_on(trace::trace(&arguments)) {
            Ok(answer) => {
                print(&answer.text);
                if answer.reachable { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
            Err(error) => fail(&error),
        },
    }
}

async fn serve(arguments: ServeArgs) -> ExitCode {
    let quiet = arguments.quiet;
    // A server in memory has no folder of its own for its authority; this one is its alone, and goes when it stops.
    let scratch = match arguments.memory.then(TempDir::new).transpose() {
        Ok(scratch) => scratch,
        Err(error) => return fail(&error),
    };
    let options = match options(arguments, scratch.as_ref().map(TempDir::path)) {
        Ok(options) => options,
        Err(error) => return fail(&error),
    };
    let key = options.config.accounts().ok().and_then(|(_, keys)| keys.into_iter().find(|key| !key.disabled));
    let mut stop = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => return fail(&error),
    };
    let server = match Server::start(options).await {
        Ok(server) => server,
        Err(error) => return fail(&error),
    };
    if quiet {
        print(&format!("xconnect is ready on http://{}\n", server.addresses().api));
    } else {
        print(&guide(server.addresses(), key.as_ref()));
    }
    stop.wait().await;
    server.stop().await;
    ExitCode::SUCCESS
}

fn options(arguments: ServeArgs, scratch: Option<&Path>) -> Result<Options, String> {
    let config = arguments.config.as_deref().map_or_else(|| Ok(Config::default()), Config::read);
    let config = config.map_err(|error| error.to_string())?;
    let fixture = arguments.fixture.as_deref().map(fixture::open).transpose();
    let fixture = fixture.map_err(|error| error.to_string())?;
    let operator_token = operator_token(arguments.operator_token_file.as_deref())?;
    let standard = Options::standard(arguments.data.clone());
    let certificate = match (arguments.tls_cert, arguments.tls_key) {
        (Some(chain), Some(key)) => Certificate::Given { chain, key },
        _ => scratch.map_or_else(|| standard.certificate.clone(), |folder| Certificate::Made(folder.into())),
    };
    Ok(Options {
        api: arguments.api,
        api_tls: arguments.api_tls.0,
        certificate,
        operator: arguments.operator.0,
        operator_token,
        store: if arguments.memory { Store::Memory } else { Store::Folder(arguments.data) },
        config,
        profile: match arguments.timing {
            TimingArg::Instant => Profile::Instant,
            TimingArg::Fast => Profile::Fast,
            TimingArg::Real => Profile::Real,
        },
        provider: match arguments.provider {
            ProviderArg::Auto => ProviderMode::Auto,
            ProviderArg::Manual => ProviderMode::Manual,
        },
        record: arguments.record,
        fixture,
        ..standard
    })
}

/// The token that opens the operator interface: from the file, or from the environment.
fn operator_token(file: Option<&Path>) -> Result<Option<OperatorToken>, String> {
    let text = match file {
        Some(file) => {
            let unreadable = |error| format!("the operator token {} cannot be read: {error}", file.display());
            Some(std::fs::read_to_string(file).map_err(unreadable)?)
        }
        // Set to nothing is not set, as orchestrators have it.
        None => std::env::var("XCONNECT_OPERATOR_TOKEN").ok().filter(|text| !text.is_empty()),
    };
    text.as_deref().map(OperatorToken::new).transpose()
}

/// The signals that mean "stop".
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Prints; a reader that has gone away is no reason to fail.
fn print(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "xconnect: {error}");
    ExitCode::FAILURE
}
