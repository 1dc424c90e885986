//! The operator interface: what the provider and a test need beside the cloud API.
