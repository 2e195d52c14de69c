//! System calls by seccomp.

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};

/// The rules for each call: none means that every use of it matches.
type Rules = BTreeMap<c_long, Vec<SeccompRule>>;

/// What no script needs: leaving the process group, other namespaces, other processes' memory, kernel modules, and ways
/// around this filter.
const REFUSED: &[c_long] = &[
    libc::SYS_setsid,
    libc::SYS_setpgid,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_perf_event_open,
    libc::SYS_bpf,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_vhangup,
    libc::SYS_personality,
    libc::SYS_lookup_dcookie,
];

/// What makes a process a member of other namespaces.
const NAMESPACES: &[i32] = &[
    libc::CLONE_NEWNS,
    libc::CLONE_NEWUSER,
    libc::CLONE_NEWPID,
    libc::CLONE_NEWNET,
    libc::CLONE_NEWIPC,
    libc::CLONE_NEWUTS,
    libc::CLONE_NEWCGROUP,
];

/// The sockets of a script that may use the network: the internet, local ones, and what resolvers ask about routes.
const FAMILIES: &[i32] = &[libc::AF_UNIX, libc::AF_INET, libc::AF_INET6, libc::AF_NETLINK];

/// What a function needs once its engine has been set up: the pipes, memory, time, chance, and the end.
const ALLOWED: &[c_long] = &[
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_getrusage,
    libc::SYS_ppoll,
    libc::SYS_sched_yield,
    libc::SYS_pread64,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_sigaltstack,
    libc::SYS_exit,
    libc::SYS_exit_group,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_time,
];

/// Calls of the x32 ABI have this bit, and numbers of their own from 512 on (x86-64 only).
#[cfg(target_arch = "x86_64")]
const X32: c_long = 0x4000_0000;

pub(super) fn refuse_for_script(network: bool) -> Result<(), String> {
    script_filters(network).map_err(|error| error.to_string())?.iter().try_for_each(apply)
}

pub(super) fn allow_for_function() -> Result<(), String> {
    apply(&function_filter().map_err(|error| error.to_string())?)
}

fn apply(program: &BpfProgram) -> Result<(), String> {
    apply_filter(program).map_err(|error| error.to_string())
}

fn script_filters(network: bool) -> Result<[BpfProgram; 2], BackendError> {
    let mut refused: Rules = REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let namespaces = NAMESPACES.iter().map(|flag| {
        let flag = u64::from(flag.unsigned_abs());
        rule(vec![condition(0, SeccompCmpOp::MaskedEq(flag), flag)?])
    });
    refused.insert(libc::SYS_clone, namespaces.collect::<Result<_, _>>()?);
    let sockets = if network {
        let others =
            FAMILIES.iter().map(|family| condition(0, SeccompCmpOp::Ne, u64::from(family.unsigned_abs())));
        vec![rule(others.collect::<Result<_, _>>()?)?]
    } else {
        Vec::new()
    };
    refused.insert(libc::SYS_socket, sockets);
    #[cfg(target_arch = "x86_64")]
    refused.extend((0..=600).map(|call| (X32 | call, Vec::new())));
    // glibc falls back to clone, whose flags a filter can see.
    let unknown: Rules = [(libc::SYS_clone3, Vec::new())].into();
    Ok([
        program(unknown, SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS.unsigned_abs()))?,
        program(refused, SeccompAction::Allow, SeccompAction::Errno(libc::EPERM.unsigned_abs()))?,
    ])
}

fn function_filter() -> Result<BpfProgram, BackendError> {
    let mut allowed: Rules = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let is = |argument, value: i32| {
        rule(vec![condition(argument, SeccompCmpOp::Eq, u64::from(value.unsigned_abs()))?])
    };
    allowed.insert(libc::SYS_read, vec![is(0, libc::STDIN_FILENO)?]);
    let outputs = || Ok::<_, BackendError>(vec![is(0, libc::STDOUT_FILENO)?, is(0, libc::STDERR_FILENO)?]);
    allowed.insert(libc::SYS_write, outputs()?);
    allowed.insert(libc::SYS_writev, outputs()?);
    let execute = u64::from(libc::PROT_EXEC.unsigned_abs());
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        allowed.insert(call, vec![rule(vec![condition(2, SeccompCmpOp::MaskedEq(execute), 0)?])?]);
    }
    program(allowed, SeccompAction::KillProcess, SeccompAction::Allow)
}

fn program(
    rules: Rules,
    otherwise: SeccompAction,
    matched: SeccompAction,
) -> Result<BpfProgram, BackendError> {
    SeccompFilter::new(rules, otherwise, matched, std::env::consts::ARCH.try_into()?)?.try_into()
}

fn rule(conditions: Vec<SeccompCondition>) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(conditions)
}

fn condition(argument: u8, compare: SeccompCmpOp, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, compare, value)
}
