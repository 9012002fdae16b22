// Server is the reference server: the portal and the JSON API over one store,
// from one command.
//
//	go run ./examples/server
//
// It creates and migrates a SQLite file in the current folder, fills it with
// demonstration data the first time, and prints the address and the accounts to
// sign in with. -help lists the flags.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	_ "time/tzdata" // the binary also runs where no zones are installed

	"github.com/goodstanding/goodstanding/adapters/breach"
	"github.com/goodstanding/goodstanding/adapters/portal"
	"github.com/goodstanding/goodstanding/cycle"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

// settings are the flags of the command.
type settings struct {
	// forwarded names the header in which a trusted proxy writes who asks; empty is no
	// proxy.
	forwarded string
	addr      string
	store     string
	// key is the file of the key, as given; see [settings.keyFile].
	key string
	// master is the file of the master keys, as given; see [settings.masterFile]. vault
	// is the store of the wrapped keys; see [settings.openKeys].
	master    string
	vault     string
	rotates   bool
	documents string
	// destructions is the file of their journal, as given; see [settings.journalFile].
	// backupDays is how long a backup may stay, and established what the person in charge
	// of personal information has established.
	destructions string
	backupDays   int
	established  string
	// breaches is the list of breached passwords, as given; see [settings.openBreaches].
	breaches string
	demo     bool
	secure   bool
	// livery is the portal's name and colours; nil is ours.
	livery *portal.Livery
	// now is the clock; nil is the real one.
	now func() time.Time
	// public is the address at which people reach the portal, without a slash at its
	// end: letters lead there.
	public string
	// smtp is the mail server, as given; smtpHost and smtpPort are its parts.
	smtp     string
	smtpHost string
	smtpPort int
	from     string
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.addr, "addr", "localhost:8080", "`address` to listen on")
	flags.StringVar(&s.store, "store", "sqlite:goodstanding.db", "`store`: sqlite:FILE, postgres://… or memory:")
	flags.StringVar(&s.key, "key", "", "`file` of the key under which codes are kept, the same for every process over a store; by default goodstanding.key beside the store, drawn at the first start")
	flags.StringVar(&s.master, "master", "", "`file` of the master keys, which open the keys under which what is kept about people is sealed; by default goodstanding.master beside the store, drawn at the first start")
	flags.StringVar(&s.vault, "vault", "", "`store` of those keys, wrapped: as -store, or none to seal nothing; by default goodstanding-keys.db beside a SQLite file, and a schema of the same PostgreSQL database")
	flags.BoolVar(&s.rotates, "rotate", false, "draw another master key, wrap every key under it and leave")
	flags.StringVar(&s.documents, "documents", "goodstanding-documents", "`folder` of the supporting documents")
	flags.StringVar(&s.destructions, "destructions", "", "`file` of the journal of what was destroyed about people: keep it out of the store's backups, so that one that is restored loses it again; by default goodstanding.destructions beside the store")
	flags.IntVar(&s.backupDays, "backup-days", backupDays, "`days` that a backup of the store or of the keys may stay, by which a certificate of destruction says from when nothing can be recovered")
	flags.StringVar(&s.established, "established", "", "`facts` that the person in charge of personal information has established, such as read-provided: that they have read A-2.1, s. 84, as in force")
	flags.StringVar(&s.breaches, "breaches", "", "`list` of breached passwords to ask when one is set: the URL of one in the range format of Have I Been Pwned, such as "+breach.Public+", or folder:DIR for its files; none asks nobody")
	flags.BoolVar(&s.demo, "demo", true, "fill an empty store with demonstration data, show the accounts and the mailbox")
	flags.Func("day", "`YYYY-MM-DD`, the day on which a demonstration begins, to see what time brings; today by default", func(text string) error {
		day, err := cycle.ParseDate(text)
		if err != nil {
			return err
		}
		began := time.Now()
		s.now = func() time.Time { return day.Start(time.UTC).Add(17 * time.Hour).Add(time.Since(began)) }
		return nil
	})
	flags.Func("livery", "`file` in YAML of the portal's name and colours, as README.md shows; ours by default", func(file string) error {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		s.livery, err = portal.ReadLivery(text)
		return err
	})
	flags.BoolVar(&s.secure, "secure", false, "send cookies over HTTPS only")
	flags.StringVar(&s.forwarded, "forwarded", "", "`header` in which the proxy in front of this server writes the address of who asks, such as X-Forwarded-For; none takes that of the connection")
	flags.StringVar(&s.public, "public", "", "`URL` at which people reach the portal, for the links in messages; by default the address it listens on")
	flags.StringVar(&s.smtp, "smtp", "", "`host:port` of the mail server that sends the messages; none leaves them in the store")
	flags.StringVar(&s.from, "from", "", "`address` that messages are sent from; needed with -smtp")
	if err := flags.Parse(args); err != nil {
		return settings{}, err
	}
	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("unexpected argument %q: every setting is a flag", flags.Arg(0))
	}
	if s.now != nil && !s.demo {
		return settings{}, errors.New("-day is for a demonstration, and this is none")
	}
	if s.public = strings.TrimRight(s.public, "/"); s.public != "" {
		if at, err := url.Parse(s.public); err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
			return settings{}, fmt.Errorf("-public %q is no address such as https://portail.example.org", s.public)
		}
	}
	if s.smtp == "" {
		return s, nil
	}
	if s.from == "" {
		return settings{}, errors.New("-smtp needs -from, the address that messages are sent from")
	}
	host, port, err := net.SplitHostPort(s.smtp)
	if err == nil {
		s.smtpHost = host
		s.smtpPort, err = strconv.Atoi(port)
	}
	if err != nil {
		return settings{}, fmt.Errorf("-smtp %q is not host:port", s.smtp)
	}
	return s, nil
}

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parse(args, stderr)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	if s.rotates {
		return s.rotate(ctx, stdout, log)
	}
	h, err := open(ctx, s, log)
	if err != nil {
		return err
	}
	defer h.Close()
	h.directory.Trail = trail{log}
	if s.demo {
		if err := h.fill(ctx); err != nil {
			return fmt.Errorf("demonstration data: %w", err)
		}
	}
	if err := h.ready(ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("%w (another address can be given with -addr)", err)
	}
	here := "http://" + named(s.addr, listener.Addr())
	if s.public == "" {
		s.public = here
	}
	if err := h.passkeysAt(ctx, s.public, log); err != nil {
		return err
	}
	announce(stdout, here, s.demo)
	// The store closes after the last sweep, and sweeps end when serving does.
	sweeping, stop := context.WithCancel(ctx)
	var swept sync.WaitGroup
	swept.Go(func() { sweepUntil(sweeping, h.sweeps(s, log), log) })
	defer swept.Wait()
	defer stop()
	return serve(ctx, listener, h.handler(s, log))
}

// named returns the host and port that are listened on, under the name that was given
// for the host if one was: people who come by its number have no passkeys.
func named(given string, at net.Addr) string {
	host, _, err := net.SplitHostPort(given)
	_, port, none := net.SplitHostPort(at.String())
	if err != nil || none != nil || host == "" || net.ParseIP(host) != nil {
		return at.String()
	}
	return net.JoinHostPort(host, port)
}

// serve answers on the listener until the context ends, then lets the requests
// under way finish.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return server.Shutdown(ending)
}
