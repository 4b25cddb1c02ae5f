# Makes the role and the database of each service in /secrets, and gives the role its password.
# Safe to repeat: after a new password in the secret, run the job again.
set -eu
until pg_isready -q; do
    echo "waiting for PostgreSQL at $PGHOST"
    sleep 2
done
for secret in /secrets/*; do
    psql -q -v ON_ERROR_STOP=1 -v "service=$(cat "$secret/username")" -v "password=$(cat "$secret/password")" \
        -f /setup/setup.sql
    echo "$(basename "$secret") has its role and its database"
done
