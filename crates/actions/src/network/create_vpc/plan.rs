//! The addresses that a request wants for a VPC, as far as they can be judged without looking at the State.

use ipnet::Ipv4Net;
use xconnect_wire::ApiError;

use super::Request;
use super::errors::*;
use crate::declare::filled;
use crate::network::{address, ipv6};

/// User CIDRs of a VPC.
const MOST_USER_CIDRS: usize = 3;

/// The addresses of a new VPC.
pub(super) struct Plan {
    pub(super) cidr: Ipv4Net,
    pub(super) user_cidrs: Vec<Ipv4Net>,
    pub(super) ipv6: ipv6::Wish,
}

impl Plan {
    pub(super) fn of(request: &Request) -> Result<Self, ApiError> {
        check_pools(request)?;
        let enable = Some(request.enable_ipv6.unwrap_or(false));
        Ok(Self {
            cidr: request.cidr.as_deref().map_or(Ok(address::DEFAULT_VPC_BLOCK), vpc_block)?,
            user_cidrs: request.user_cidrs.as_deref().map_or(Ok(Vec::new()), user_cidrs)?,
            ipv6: ipv6::Wish::of(enable, request.ipv6_cidr.as_deref(), request.ipv6_isp.as_deref())?,
        })
    }
}

fn check_pools(request: &Request) -> Result<(), ApiError> {
    if request.ipv4_pool.is_some() || request.ipv6_pool.is_some() {
        return Err(ApiError::new(&POOL_NOT_FOUND));
    }
    if request.ipv4_mask.is_some() || request.ipv6_mask.is_some() {
        return Err(ApiError::new(&POOL_MISSING));
    }
    Ok(())
}

fn vpc_block(text: &str) -> Result<Ipv4Net, ApiError> {
    let block = address::strict(text).ok_or(&BLOCK_NOT_VALID)?;
    if !address::has_vpc_size(&block) {
        return Err(filled(&BLOCK_SIZE, &block.prefix_len().to_string()));
    }
    if address::is_open(&block) { Ok(block) } else { Err(ApiError::new(&BLOCK_NOT_VALID)) }
}

fn user_cidrs(text: &str) -> Result<Vec<Ipv4Net>, ApiError> {
    if text.split(',').nth(MOST_USER_CIDRS).is_some() {
        return Err(ApiError::new(&TOO_MANY_USER_CIDRS));
    }
    text.split(',').map(|text| user_cidr(text.trim())).collect()
}

fn user_cidr(text: &str) -> Result<Ipv4Net, ApiError> {
    text.parse::<Ipv4Net>().map_err(|_| &USER_CIDR_NOT_VALID)?;
    let block = address::strict(text).ok_or(&USER_CIDR_NOT_STRICT)?;
    if address::reaches_services(&block) { Err(ApiError::new(&USER_CIDR_RESERVED)) } else { Ok(block) }
}
