/**
 * The only programs of this machine that commands of pages can run. Anything else, such as apt-get or npm, is
 * not found: a page must not change the machine that tests it.
 */
export const ALLOWED = [
  ...[
    'amtool',
    'promtool',
    'prometheus',
    'prometheus-alertmanager',
    'curl',
    'openssl',
    'node',
    'bash',
    'env',
  ],
  ...['basename', 'cat', 'chmod', 'cp', 'grep', 'mkdir', 'sed', 'sleep'],
];

/**
 * Programs of a Debian machine as shell scripts, for commands that would change the machine or need a person.
 * `$ROOT` stands for `/`; ports are in the environment.
 */
export const STAND_INS: Readonly<Record<string, string>> = {
  sudo: 'exec "$@"',
  chgrp: '',

  'whmcs-stock-exporter': 'exec node "$MAIN" "$@"',

  // A person at an editor, who fills in what the page says.
  nano: `
file=\${!#}
case "$file" in
  */.env | .env)
    sed -i -e "s#^WHMCS_API_URL=.*#WHMCS_API_URL='$WHMCS'#" \\
      -e "s#^WHMCS_API_IDENTIFIER=.*#WHMCS_API_IDENTIFIER='demo-identifier'#" \\
      -e "s#^WHMCS_API_SECRET=.*#WHMCS_API_SECRET='demo-secret'#" \\
      -e "s#/etc/#$ROOT/etc/#" "$file" ;;
  */api_secret) echo demo-secret > "$file" ;;
  */alertmanager.yml)
    sed -i -e "s#mail.example.com:587#$SMTP#" -e 's#operations@example.com#you@example.net#' \\
      -e "s#^  smtp_from:#  smtp_require_tls: false\\n  smtp_from:#" -e "s#/etc/#$ROOT/etc/#" "$file" ;;
  */smtp_password) printf %s 'a mail password' > "$file" ;;
  *) exit 1 ;;
esac`,

  // Starts the given program, and waits until it is ready.
  systemctl: `
start() {
  local url=$1; shift
  "$@" > "$ROOT/log/$(basename "$1").log" 2>&1 &
  echo $! >> "$ROOT/pids"
  curl --silent --output /dev/null --retry 100 --retry-connrefused --retry-delay 1 --fail "$url/-/ready"
}
case "$*" in
  'enable --now whmcs-stock-exporter')
    unit=$ROOT/usr/lib/systemd/system/whmcs-stock-exporter.service
    cd "$ROOT$(sed -n 's/^WorkingDirectory=//p' "$unit")"
    export WEB_LISTEN_ADDRESS=$EXPORTER
    start "http://$EXPORTER" $(sed -n 's/^ExecStart=\\(.*\\) $ARGS/\\1/p' "$unit") ;;
  'restart prometheus')
    start "http://$PROMETHEUS" prometheus --config.file="$ROOT/etc/prometheus/prometheus.yml" \\
      --storage.tsdb.path="$ROOT/prometheus" --web.listen-address="$PROMETHEUS" ;;
  'restart prometheus-alertmanager')
    start "http://$ALERTMANAGER" prometheus-alertmanager --config.file="$ROOT/etc/prometheus/alertmanager.yml" \\
      --storage.path="$ROOT/alertmanager" --web.listen-address="$ALERTMANAGER" --cluster.listen-address= ;;
  *) exit 1 ;;
esac`,
};
