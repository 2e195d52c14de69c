mod deliveries;
mod group_commit;
mod opening;
mod restart;
mod specimen;
