package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// owner returns who the server runs as: oneself, and the user "postgres" for
// root, as whom it refuses to run.
func owner() (uid, gid int, err error) {
	if os.Geteuid() != 0 {
		return os.Geteuid(), os.Getegid(), nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return 0, 0, fmt.Errorf("root cannot run it: %w", err)
	}
	if uid, err = strconv.Atoi(u.Uid); err != nil {
		return 0, 0, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, err
}

// owned gives the folder to the server's user.
func owned(folder string) error {
	uid, gid, err := owner()
	if err != nil {
		return err
	}
	return os.Chown(folder, uid, gid)
}

// asOwner makes the command run as the server's user, and end when the test
// does, even by a panic.
func asOwner(cmd *exec.Cmd) error {
	uid, gid, err := owner()
	if err != nil {
		return err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT}
	if uid != os.Geteuid() {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	return nil
}
