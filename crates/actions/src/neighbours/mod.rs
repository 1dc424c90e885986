//! Actions of neighbouring products that official clients call on their way to the Vpc API: who am I, where
//! is a product served, what have I subscribed to, which zones are there. Each has the shape of its product.

mod subscription;

use crate::declare::actions;

actions! {
    read sts_get_caller_identity::GetCallerIdentity,
    read location_describe_endpoints::DescribeEndpoints,
    read bss_query_available_instances::QueryAvailableInstances,
    write bss_refund_instance::RefundInstance,
    read ecs_describe_regions::DescribeRegions,
    read ecs_describe_zones::DescribeZones,
    read alb_describe_zones::DescribeZones,
    read resource_manager_list_resource_groups::ListResourceGroups,
}
