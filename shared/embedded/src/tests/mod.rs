mod deliveries;
mod gates;
mod group_commit;
mod opening;
mod restart;
mod specimen;
