//! What is written belongs to whoever runs the server, and to nobody else on the machine.

use std::io;
use std::path::Path;

/// From now on files and folders are made for oneself only: 0600 and 0700.
pub fn from_now_on() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Makes the data folder, and closes one that is there already: its folder, the database's files, and the folders of mails and uploads.
/// What else lies in it, such as `lost+found` of a volume, is not ours.
///
/// # Errors
/// Those of the file system.
pub fn folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)?;
    close(path, 0o700)?;
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let name = name.to_string_lossy();
        if kind.is_file() && name.starts_with("teamline.db") {
            close(&entry.path(), 0o600)?;
        } else if kind.is_dir() && ["outbox", "uploads"].contains(&name.as_ref()) {
            close(&entry.path(), 0o700)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn close(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn close(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_data_folder_and_what_is_in_it_are_closed_to_others() {
        let path = std::env::temp_dir().join(format!("teamline-private-{}", model::MemberId::new()));
        std::fs::create_dir_all(path.join("outbox")).expect("a folder");
        std::fs::write(path.join("teamline.db"), "").expect("a file");
        std::fs::write(path.join("run.sh"), "").expect("a file");
        close(&path.join("run.sh"), 0o755).expect("somebody else's");
        let mode = |of: &Path| std::fs::metadata(of).expect("there").permissions().mode() & 0o777;
        folder(&path).expect("closed");
        from_now_on();
        std::fs::write(path.join("teamline.db-wal"), "").expect("a file");
        std::fs::create_dir(path.join("uploads")).expect("a folder");
        let found =
            ["", "outbox", "uploads", "teamline.db", "teamline.db-wal", "run.sh"].map(|name| mode(&path.join(name)));
        std::fs::remove_dir_all(&path).expect("removed");
        assert_eq!(found, [0o700, 0o700, 0o700, 0o600, 0o600, 0o755]);
    }
}
