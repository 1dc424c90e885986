# One server answers for all regions: the second region is a second provider block with an alias.

terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

provider "alicloud" {
  access_key   = var.access_key
  secret_key   = var.secret_key
  account_id   = var.account_id
  account_type = "Domestic"
  region       = "cn-hangzhou"
  protocol     = "HTTP"

  endpoints {
    vpc             = var.api
    ecs             = var.api
    sts             = var.api
    alb             = var.api
    cbn             = var.api
    bssopenapi      = var.api
    location        = var.api
    resourcemanager = var.api
  }
}

provider "alicloud" {
  alias        = "beijing"
  access_key   = var.access_key
  secret_key   = var.secret_key
  account_id   = var.account_id
  account_type = "Domestic"
  region       = "cn-beijing"
  protocol     = "HTTP"

  endpoints {
    vpc             = var.api
    ecs             = var.api
    sts             = var.api
    alb             = var.api
    cbn             = var.api
    bssopenapi      = var.api
    location        = var.api
    resourcemanager = var.api
  }
}
