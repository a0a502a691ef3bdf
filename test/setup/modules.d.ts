declare module "program:*" {}
