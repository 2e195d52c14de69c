//! What each function may do and is told: one row per port that it wires.

/// `(statement, actions, resources)`, as the function's role has them.
type Grant = (&'static str, &'static [&'static str], &'static [&'static str]);

pub struct Wiring {
    pub function: &'static str,
    pub grants: &'static [Grant],
    /// Environment variables beside those that every function gets.
    pub variables: &'static [&'static str],
}

const INDEX: &str = "${Table.Arn}/index/gsi1";
const SCHEDULES: &str =
    "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${ScheduleGroup}/*";
const PARAMETERS: &str =
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${AWS::StackName}/secrets/*";
const API_PARAMETERS: &str =
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${AWS::StackName}/api/*";
const API_REFERENCES: &str = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/aws/reference/secretsmanager/${AWS::StackName}/api/*";
const API_SECRETS: &str =
    "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${AWS::StackName}/api/*";
const CALLBACK_KEYS: &str = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${AWS::StackName}/api/callback-keys";
const CALLBACK_KEYS_REFERENCE: &str = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/aws/reference/secretsmanager/${AWS::StackName}/api/callback-keys";
const CALLBACK_KEYS_SECRET: &str = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${AWS::StackName}/api/callback-keys-*";
const REFERENCES: &str = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/aws/reference/secretsmanager/${AWS::StackName}/secrets/*";
const SECRETS: &str = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${AWS::StackName}/secrets/*";
const SENDER_PARAMETERS: &[&str] = &[
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${AWS::StackName}/secrets/shared/senders/*",
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${AWS::StackName}/secrets/owners/*/senders/*",
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/aws/reference/secretsmanager/${AWS::StackName}/secrets/shared/senders/*",
    "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/aws/reference/secretsmanager/${AWS::StackName}/secrets/owners/*/senders/*",
];
const SENDER_SECRETS: &[&str] = &[
    "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${AWS::StackName}/secrets/shared/senders/*",
    "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${AWS::StackName}/secrets/owners/*/senders/*",
];
const ANSWERS: Grant = ("Answers", &["s3:GetObject", "s3:PutObject"], &["${AnswerBucket.Arn}/*"]);
const ANSWERS_READ: Grant = ("Answers", &["s3:GetObject"], &["${AnswerBucket.Arn}/*"]);
const ANSWERS_THERE: Grant = ("AnswersThere", &["s3:ListBucket"], &["AnswerBucket.Arn"]);
const QUEUES: &[&str] = &["DispatchQueue.Arn", "ExpressQueue.Arn"];

const CONSUME: &[&str] = &["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
const QUEUE: Grant = ("Queue", &["sqs:SendMessage"], QUEUES);
/// For functions that delete no rows and check none that they do not write.
const STORE: Grant = (
    "Store",
    &[
        "dynamodb:BatchGetItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
    ],
    &["Table.Arn"],
);
/// For functions that let executions leave the line of their order key.
const STORE_WITH_LINES: Grant = (
    "Store",
    &[
        "dynamodb:BatchGetItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
    ],
    &["Table.Arn"],
);
const STORE_INDEX: Grant = ("StoreIndex", &["dynamodb:Query"], &[INDEX]);
const SCHEDULER: Grant = (
    "Scheduler",
    &[
        "scheduler:CreateSchedule",
        "scheduler:DeleteSchedule",
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
    ],
    &[SCHEDULES],
);
const SCHEDULER_ROLE: Grant = ("SchedulerRole", &["iam:PassRole"], &["SchedulerRole.Arn"]);
const SANDBOX: Grant = ("Sandbox", &["lambda:InvokeFunction"], &["SandboxFunction.Arn"]);
const FAILED_INVOCATIONS: Grant =
    ("FailedInvocations", &["sqs:SendMessage"], &["FailedInvocationsQueue.Arn"]);

pub const WIRING: &[Wiring] = &[
    Wiring {
        function: "api",
        grants: &[
            ANSWERS,
            ANSWERS_THERE,
            (
                "Store",
                &[
                    "dynamodb:BatchGetItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                ],
                &["Table.Arn"],
            ),
            STORE_INDEX,
            QUEUE,
            ("Secrets", &["ssm:GetParameter"], &[API_PARAMETERS, API_REFERENCES]),
            ("SecretsManager", &["secretsmanager:GetSecretValue"], &[API_SECRETS]),
            ("SenderSecrets", &["ssm:GetParameters"], SENDER_PARAMETERS),
            ("SenderSecretsManager", &["secretsmanager:GetSecretValue"], SENDER_SECRETS),
            ("QueueProbe", &["sqs:GetQueueAttributes"], QUEUES),
            SANDBOX,
            SCHEDULER,
            SCHEDULER_ROLE,
        ],
        variables: &[
            "ANSWER_BUCKET",
            "API_SECRETS_PREFIX",
            "AUDIT_RETENTION",
            "AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH",
            "CALLER_RATE_LIMIT",
            "CORS_ALLOW_ORIGINS",
            "DEFAULT_TIMEOUT",
            "DISPATCH_QUEUE_ARN",
            "DISPATCH_QUEUE_URL",
            "EXECUTION_RETENTION",
            "EXPRESS_QUEUE_ARN",
            "EXPRESS_QUEUE_URL",
            "FAIR_QUEUES",
            "JWT_ALGORITHM",
            "JWT_AUDIENCE",
            "JWT_ISSUER",
            "JWT_JWKS_URL",
            "LIST_PARTS",
            "MAX_RETRIES",
            "RATE_LIMIT",
            "SANDBOX_FUNCTION",
            "SCHEDULE_DEAD_LETTER_ARN",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
            "SCRIPTS",
            "SECRETS_PREFIX",
            "SIMULATED_FAILURE_RATE",
            "SIMULATED_MAX",
            "SIMULATED_MIN",
            "TABLE_NAME",
            "TASK_DEFAULT_TIMEOUT",
            "TASK_MAX_RETRIES",
            "TICK_QUEUE_ARN",
            "TRUST_GATEWAY_IDENTITY",
        ],
    },
    // The same program as the API, but only its streams are served.
    Wiring {
        function: "event-streams",
        grants: &[
            ANSWERS_READ,
            ANSWERS_THERE,
            STORE,
            STORE_INDEX,
            ("Secrets", &["ssm:GetParameter"], &[API_PARAMETERS, API_REFERENCES]),
            ("SecretsManager", &["secretsmanager:GetSecretValue"], &[API_SECRETS]),
        ],
        variables: &[
            "ANSWER_BUCKET",
            "API_SECRETS_PREFIX",
            "CALLER_RATE_LIMIT",
            "CORS_ALLOW_ORIGINS",
            "DISPATCH_QUEUE_ARN",
            "DISPATCH_QUEUE_URL",
            "EVENT_STREAMS",
            "EXPRESS_QUEUE_ARN",
            "EXPRESS_QUEUE_URL",
            "FAIR_QUEUES",
            "JWT_ALGORITHM",
            "JWT_AUDIENCE",
            "JWT_ISSUER",
            "JWT_JWKS_URL",
            "LIST_PARTS",
            "SCHEDULE_DEAD_LETTER_ARN",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
            "SECRETS_PREFIX",
            "TABLE_NAME",
            "TICK_QUEUE_ARN",
        ],
    },
    Wiring {
        function: "executor",
        grants: &[
            ANSWERS,
            ANSWERS_THERE,
            ("Messages", CONSUME, &["DispatchQueue.Arn", "ExpressQueue.Arn", "TickQueue.Arn"]),
            STORE_WITH_LINES,
            QUEUE,
            ("Secrets", &["ssm:GetParameters"], &[PARAMETERS, REFERENCES]),
            ("SecretsManager", &["secretsmanager:GetSecretValue"], &[SECRETS]),
            SANDBOX,
            ("CallbackKeys", &["ssm:GetParameter"], &[CALLBACK_KEYS, CALLBACK_KEYS_REFERENCE]),
            ("CallbackKeysSecret", &["secretsmanager:GetSecretValue"], &[CALLBACK_KEYS_SECRET]),
            SCHEDULER,
            SCHEDULER_ROLE,
        ],
        variables: &[
            "ANSWER_BUCKET",
            "API_SECRETS_PREFIX",
            "DISPATCH_QUEUE_ARN",
            "DISPATCH_QUEUE_URL",
            "EGRESS_ALLOW",
            "EXECUTION_RETENTION",
            "EXPRESS_QUEUE_ARN",
            "EXPRESS_QUEUE_URL",
            "FAIR_QUEUES",
            "LIST_PARTS",
            "PUBLIC_URL",
            "RATE_LIMIT",
            "SANDBOX_FUNCTION",
            "SCHEDULE_DEAD_LETTER_ARN",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
            "SCRIPTS",
            "SECRETS_PREFIX",
            "SIMULATED_FAILURE_RATE",
            "SIMULATED_MAX",
            "SIMULATED_MIN",
            "TABLE_NAME",
            "TASK_DEFAULT_TIMEOUT",
            "TASK_MAX_RETRIES",
            "TICK_QUEUE_ARN",
        ],
    },
    Wiring {
        function: "schedule",
        grants: &[
            ANSWERS,
            ANSWERS_THERE,
            ("Messages", CONSUME, &["UndeliveredQueue.Arn"]),
            STORE,
            STORE_INDEX,
            QUEUE,
            SCHEDULER,
            SCHEDULER_ROLE,
            ("EventBus", &["events:PutEvents"], &["Bus.Arn"]),
            ("Undelivered", &["sqs:SendMessage"], &["UndeliveredQueue.Arn"]),
        ],
        variables: &[
            "ANSWER_BUCKET",
            "DEFAULT_TIMEOUT",
            "DISPATCH_QUEUE_ARN",
            "DISPATCH_QUEUE_URL",
            "EVENT_BUS_NAME",
            "EXECUTION_RETENTION",
            "EXPRESS_QUEUE_ARN",
            "EXPRESS_QUEUE_URL",
            "FAIR_QUEUES",
            "LIST_PARTS",
            "MAX_RETRIES",
            "PUBLISHED_EVENTS",
            "SCHEDULE_DEAD_LETTER_ARN",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
            "SIMULATED_FAILURE_RATE",
            "SIMULATED_MAX",
            "SIMULATED_MIN",
            "TABLE_NAME",
            "TASK_DEFAULT_TIMEOUT",
            "TASK_MAX_RETRIES",
            "TICK_QUEUE_ARN",
        ],
    },
    Wiring {
        function: "projector",
        grants: &[
            ANSWERS,
            ANSWERS_THERE,
            (
                "Changes",
                &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
                &["Table.StreamArn"],
            ),
            ("ChangesList", &["dynamodb:ListStreams"], &["${Table.Arn}/stream/*"]),
            (
                "Store",
                &[
                    "dynamodb:BatchGetItem",
                    "dynamodb:ConditionCheckItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:UpdateItem",
                ],
                &["Table.Arn"],
            ),
            STORE_INDEX,
            QUEUE,
            ("EventBus", &["events:PutEvents"], &["Bus.Arn"]),
            FAILED_INVOCATIONS,
        ],
        variables: &[
            "ANSWER_BUCKET",
            "AUDIT_RETENTION",
            "DEFAULT_TIMEOUT",
            "DISPATCH_QUEUE_ARN",
            "DISPATCH_QUEUE_URL",
            "EVENT_BUS_NAME",
            "EXECUTION_RETENTION",
            "EXPRESS_QUEUE_ARN",
            "EXPRESS_QUEUE_URL",
            "FAIR_QUEUES",
            "LIST_PARTS",
            "MAX_RETRIES",
            "PUBLISHED_EVENTS",
            "SCHEDULE_DEAD_LETTER_ARN",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
            "SIMULATED_FAILURE_RATE",
            "SIMULATED_MAX",
            "SIMULATED_MIN",
            "TABLE_NAME",
            "TASK_DEFAULT_TIMEOUT",
            "TASK_MAX_RETRIES",
        ],
    },
    Wiring {
        function: "listener",
        grants: &[
            STORE_WITH_LINES,
            ANSWERS,
            ANSWERS_THERE,
            STORE_INDEX,
            QUEUE,
            SCHEDULER,
            SCHEDULER_ROLE,
            FAILED_INVOCATIONS,
        ],
        variables: &[
            "ANSWER_BUCKET",
            "AUDIT_RETENTION",
            "DISPATCH_QUEUE_ARN",
            "DISPATCH_QUEUE_URL",
            "EXECUTION_RETENTION",
            "EXPRESS_QUEUE_ARN",
            "EXPRESS_QUEUE_URL",
            "FAIR_QUEUES",
            "LIST_PARTS",
            "SCHEDULE_DEAD_LETTER_ARN",
            "SCHEDULE_GROUP",
            "SCHEDULE_ROLE_ARN",
            "TABLE_NAME",
            "TICK_QUEUE_ARN",
        ],
    },
    Wiring { function: "sandbox", grants: &[], variables: &["EGRESS_ALLOW", "SCRATCH_FOLDER"] },
    Wiring {
        function: "deadletter",
        grants: &[
            ANSWERS,
            ANSWERS_THERE,
            ("Messages", CONSUME, &["DeadLetterQueue.Arn"]),
            (
                "Store",
                &["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
                &["Table.Arn"],
            ),
        ],
        variables: &["ANSWER_BUCKET", "EXECUTION_RETENTION", "LIST_PARTS", "MAX_RECEIVES", "TABLE_NAME"],
    },
];
