//! The ports on AWS: the suites of [`crate::conformance`], run on the adapters of the AWS SDK against the
//! emulator.

mod bus;
pub mod emulator;
mod parameters;
mod queues;
mod sandboxes;
mod schedules;

mod accounts {
    use crate::{
        conformance::{
            accounts::suite,
            adapters::table::{self, Server},
        },
        e2e::setting,
    };

    suite!(dynamodb: table::accounts(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod api_keys {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            api_keys::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::api_keys(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod batches {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            batches::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::batches(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod calendars {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            calendars::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::calendars(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod configs {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            configs::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::configs(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod dependencies {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            dependencies::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::dependencies(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod event_bus {
    use super::bus;
    use crate::conformance::event_bus::suite;

    suite!(eventbridge: bus::subscribed());
}

mod executions {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            executions::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::executions(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod feeds {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            feeds::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::feeds(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod functions {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            functions::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::functions(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod gates {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            gates::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::gates(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod numbers {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            numbers::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::numbers(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod projection {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            projection::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::projections(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod queue {
    use super::queues;
    use crate::conformance::queue::suite;

    suite!(sqs: queues::created());
}

mod sandbox {
    use super::sandboxes;
    use crate::conformance::sandbox::suite;

    suite!(lambda: sandboxes::deployed());
}

mod scheduler {
    use super::schedules;
    use crate::conformance::scheduler::suite;

    suite!(eventbridge_scheduler: schedules::grouped());
}

mod secrets {
    use super::parameters;
    use crate::conformance::secrets::suite;

    suite!(parameter_store: parameters::below_a_prefix());
}

mod tasks {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            tasks::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::tasks(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod templates {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            templates::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::templates(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod tokens {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            tokens::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::tokens(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod watches {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            watches::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::watches(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod rollups {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            rollups::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::rollups(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod audit {
    use crate::{
        conformance::{
            adapters::table::{self, Server},
            audit::suite,
        },
        e2e::setting,
    };

    suite!(dynamodb: table::audit(Server::At(setting("BEADLE_EMULATOR_URL")?)));
}

mod versioned {
    macro_rules! stores {
        ($($store:ident $($removable:ident)?),+ $(,)?) => {$(
            mod $store {
                use crate::{
                    conformance::{
                        adapters::table::{self, Server},
                        versioned::suite,
                    },
                    e2e::setting,
                };

                suite!($($removable)? dynamodb: table::$store(Server::At(setting("BEADLE_EMULATOR_URL")?)));
            }
        )+};
    }

    stores! {
        accounts,
        configs removable,
        dependencies,
        executions,
        gates,
        tasks removable,
        templates removable,
        tokens,
        watches,
    }
}
