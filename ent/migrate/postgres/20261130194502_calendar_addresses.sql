-- +goose Up
-- create "calendar_addresses" table
CREATE TABLE "calendar_addresses" ("id" character varying NOT NULL, "person_id" character varying NOT NULL, "label" character varying NOT NULL, "secret_hash" character varying NOT NULL, "created_at" timestamptz NOT NULL, "revoked_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "calendar_addresses_secret_hash_key" to table: "calendar_addresses"
CREATE UNIQUE INDEX "calendar_addresses_secret_hash_key" ON "calendar_addresses" ("secret_hash");
-- create index "calendaraddress_person_id" to table: "calendar_addresses"
CREATE INDEX "calendaraddress_person_id" ON "calendar_addresses" ("person_id");

-- +goose Down
-- reverse: create index "calendaraddress_person_id" to table: "calendar_addresses"
DROP INDEX "calendaraddress_person_id";
-- reverse: create index "calendar_addresses_secret_hash_key" to table: "calendar_addresses"
DROP INDEX "calendar_addresses_secret_hash_key";
-- reverse: create "calendar_addresses" table
DROP TABLE "calendar_addresses";
