//! What a script tries, one attempt for each first argument. It says what it got and exits with 0 if it got it.

use std::{
    env, fs,
    io::{self, Read, Write},
    net::TcpStream,
    os::unix::fs::{FileExt, PermissionsExt},
    process::{Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Makes the attempt `name` as a script.
pub fn make(name: &str, rest: &[String]) -> ExitCode {
    if name == "exit" {
        return ExitCode::from(rest.first().and_then(|status| status.parse().ok()).unwrap_or(1));
    }
    match outcome(name, rest) {
        Ok(got) => {
            println!("{got}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::from(9)
        }
    }
}

/// What the attempt `name` gets.
pub fn outcome(name: &str, rest: &[String]) -> io::Result<String> {
    let argument = rest.first().map(String::as_str).unwrap_or_default();
    match name {
        "echo" => echo(),
        "lines" => lines(argument),
        "say" => say(rest),
        "environment" => environment(),
        "sleep" => sleep(argument),
        "read" => fs::read(argument).map(|bytes| format!("{} bytes", bytes.len())),
        "memory-of" => memory_of(argument),
        "list" => fs::read_dir(argument).map(|entries| format!("{} entries", entries.count())),
        "write" => fs::write(argument, "x").map(|()| "written".to_owned()),
        "link" => std::os::unix::fs::symlink(argument, "link")
            .and_then(|()| fs::read("link"))
            .map(|_| "read".to_owned()),
        "connect" => connect(argument),
        "run" => run(rest),
        "run-copy" => run_copy(),
        "signal" => signal(argument),
        "memory" => memory(),
        "disk" => disk(argument),
        "files" => many_files(),
        "flood" => flood(),
        "spin" => spin(),
        "fork" => fork(),
        "stay" => stay("sleep", false),
        "stay-in-session" => stay("leave", false),
        "stay-unmarked" => stay("leave", true),
        "leave" => leave(),
        "hide" => hide(),
        "descriptors" => descriptors(),
        "rights" => rights(),
        "thread" => thread::Builder::new().spawn(|| ()).map(|_| "a thread".to_owned()),
        _ => Err(io::Error::other(format!("no attempt {name}"))),
    }
}

/// All of stdin and `BEADLE_INPUT`, as one line of JSON.
fn echo() -> io::Result<String> {
    let mut stdin = String::new();
    io::stdin().read_to_string(&mut stdin)?;
    let variable = env::var("BEADLE_INPUT").unwrap_or_default();
    Ok(serde_json::json!({"stdin": stdin, "variable": variable}).to_string())
}

/// Lines on both streams, and a text as the end.
fn lines(count: &str) -> io::Result<String> {
    for number in 0..count.parse::<u32>().unwrap_or(1) {
        println!("line {number}");
        eprintln!("warning {number}");
    }
    Ok("the end".to_owned())
}

/// The arguments as they arrived.
fn say(arguments: &[String]) -> io::Result<String> {
    Ok(serde_json::json!(arguments).to_string())
}

fn environment() -> io::Result<String> {
    let names: Vec<String> = env::vars().map(|(name, _)| name).collect();
    let folder = env::current_dir()?;
    Ok(serde_json::json!({"names": names, "folder": folder, "home": env::var("HOME").ok(), "tmp": env::var("TMPDIR").ok()})
        .to_string())
}

/// Says that it began, and sleeps.
fn sleep(seconds: &str) -> io::Result<String> {
    println!("began");
    thread::sleep(Duration::from_secs(seconds.parse().unwrap_or(60)));
    Ok("woke".to_owned())
}

fn connect(address: &str) -> io::Result<String> {
    let address = address.parse().map_err(io::Error::other)?;
    TcpStream::connect_timeout(&address, Duration::from_secs(2)).map(|_| "connected".to_owned())
}

fn run(command: &[String]) -> io::Result<String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(io::Error::other("no program"));
    };
    let output = Command::new(program).args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() { Ok(said) } else { Err(io::Error::other(output.status.to_string())) }
}

/// Reads the first page of another process's memory.
fn memory_of(pid: &str) -> io::Result<String> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let first = maps.split('-').next().and_then(|start| u64::from_str_radix(start, 16).ok());
    let mut page = [0; 4096];
    fs::File::open(format!("/proc/{pid}/mem"))?.read_exact_at(&mut page, first.unwrap_or_default())?;
    Ok("a page".to_owned())
}

/// Writes a program into its folder and runs it.
fn run_copy() -> io::Result<String> {
    fs::copy("/bin/true", "copy")?;
    run(&["./copy".to_owned()])
}

/// Sends a process the signal 0, which tells whether a real one would arrive.
fn signal(pid: &str) -> io::Result<String> {
    let pid = nix::unistd::Pid::from_raw(pid.parse().map_err(io::Error::other)?);
    nix::sys::signal::kill(pid, None)?;
    Ok("would arrive".to_owned())
}

fn memory() -> io::Result<String> {
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for _ in 0..6 {
        let mut block = Vec::new();
        block.try_reserve_exact(64 << 20).map_err(io::Error::other)?;
        block.resize(64 << 20, 1);
        kept.push(block);
    }
    Ok(format!("{} blocks of 64 MiB", kept.len()))
}

fn disk(megabytes: &str) -> io::Result<String> {
    let count: u32 = megabytes.parse().unwrap_or(1);
    let mut file = fs::File::create("bomb")?;
    for _ in 0..count {
        file.write_all(&[1; 1 << 20])?;
    }
    Ok(format!("{count} MiB"))
}

/// Files that are each small enough, until somebody ends this.
fn many_files() -> io::Result<String> {
    let end = Instant::now() + Duration::from_secs(20);
    let mut count = 0;
    while Instant::now() < end {
        fs::write(format!("file{count}"), vec![1; 1 << 20])?;
        count += 1;
    }
    Ok(format!("{count} files"))
}

/// Whether it has the rights of root.
fn rights() -> io::Result<String> {
    if nix::unistd::geteuid().is_root() { Ok("root".to_owned()) } else { Err(io::Error::other("not root")) }
}

fn flood() -> io::Result<String> {
    let line = [b'x'; 8192];
    for _ in 0..(10_u64 << 30) / 8192 {
        io::stdout().write_all(&line)?;
    }
    Ok("10 GiB".to_owned())
}

fn spin() -> io::Result<String> {
    let end = Instant::now() + Duration::from_secs(60);
    while Instant::now() < end {}
    Ok("a minute".to_owned())
}

/// Starts processes until no more can be started, and says how many there are.
fn fork() -> io::Result<String> {
    let program =
        env::current_exe().or_else(|_| env::args().next().map(Into::into).ok_or(io::ErrorKind::NotFound))?;
    let mut started = 0;
    for _ in 0..200 {
        match Command::new(&program).args(["sleep", "30"]).stdout(Stdio::null()).spawn() {
            Ok(_) => started += 1,
            Err(error) => return Err(io::Error::other(format!("after {started}: {error}"))),
        }
    }
    Ok(format!("{started} processes"))
}

/// Leaves a process behind that does `what`.
fn stay(what: &str, is_unmarked: bool) -> io::Result<String> {
    let program = env::args().next().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args([what, "300"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if is_unmarked {
        command.env_clear();
    }
    let child = command.spawn()?;
    thread::sleep(Duration::from_millis(100));
    Ok(child.id().to_string())
}

/// Takes its own rights to a full folder, and goes on.
fn hide() -> io::Result<String> {
    fs::create_dir("hidden")?;
    fs::write("hidden/file", "x")?;
    fs::set_permissions("hidden", fs::Permissions::from_mode(0o000))?;
    Ok("hidden".to_owned())
}

/// Leaves the session, if it may, and sleeps.
fn leave() -> io::Result<String> {
    let _ = nix::unistd::setsid();
    thread::sleep(Duration::from_secs(300));
    Ok("woke".to_owned())
}

/// Which descriptors it inherited: all but its own of the kernel's account of itself.
fn descriptors() -> io::Result<String> {
    let target = |fd| fs::read_link(format!("/proc/self/fd/{fd}")).ok();
    let inherited = (3..256).filter_map(target).filter(|path| !path.starts_with("/proc")).count();
    if inherited == 0 { Err(io::Error::other("none")) } else { Ok(format!("{inherited} descriptors")) }
}
