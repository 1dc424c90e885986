# Which server, and as whom. `xconnect terraform` prints a provider block with the same settings filled in.

variable "api" {
  description = "Where the cloud API listens: host and port, without a scheme"
  type        = string
  default     = "127.0.0.1:8900"
}

variable "access_key" {
  type    = string
  default = "testid"
}

variable "secret_key" {
  type      = string
  default   = "testsecret"
  sensitive = true
}

variable "account_id" {
  type    = string
  default = "1234567890123456"
}

variable "bgp_key" {
  description = "The key of the BGP sessions with the data centre"
  type        = string
  default     = "example-key-1"
  sensitive   = true
}
