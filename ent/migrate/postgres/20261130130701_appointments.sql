-- +goose Up
-- modify "role_assignments" table
ALTER TABLE "role_assignments" ADD COLUMN "end_reason" character varying NULL, ADD COLUMN "open_reviews" bigint NULL;
-- create index "roleassignment_role_since_id" to table: "role_assignments"
CREATE INDEX "roleassignment_role_since_id" ON "role_assignments" ("role", "since", "id");
-- create "appointments" table
CREATE TABLE "appointments" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "email" character varying NOT NULL, "mailbox" character varying NOT NULL, "role" character varying NOT NULL, "regional_organisation_id" character varying NULL, "language" character varying NOT NULL, "state" character varying NOT NULL, "code_hash" character varying NULL, "expires_at" timestamptz NOT NULL, "proposed_by" character varying NULL, "confirmed_by" character varying NULL, "accepted_by" character varying NULL, "role_assignment_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "appointment_created_at_id" to table: "appointments"
CREATE INDEX "appointment_created_at_id" ON "appointments" ("created_at", "id");
-- create index "appointment_mailbox" to table: "appointments"
CREATE INDEX "appointment_mailbox" ON "appointments" ("mailbox");
-- create index "appointment_open" to table: "appointments"
CREATE UNIQUE INDEX "appointment_open" ON "appointments" ("mailbox", "role") WHERE ((((state)::text = 'PROPOSED'::text) OR ((state)::text = 'INVITED'::text)) AND (regional_organisation_id IS NULL));
-- create index "appointment_open_of_region" to table: "appointments"
CREATE UNIQUE INDEX "appointment_open_of_region" ON "appointments" ("mailbox", "role", "regional_organisation_id") WHERE ((((state)::text = 'PROPOSED'::text) OR ((state)::text = 'INVITED'::text)) AND (regional_organisation_id IS NOT NULL));
-- create index "appointments_code_hash_key" to table: "appointments"
CREATE UNIQUE INDEX "appointments_code_hash_key" ON "appointments" ("code_hash");

-- +goose Down
-- reverse: create index "appointments_code_hash_key" to table: "appointments"
DROP INDEX "appointments_code_hash_key";
-- reverse: create index "appointment_open_of_region" to table: "appointments"
DROP INDEX "appointment_open_of_region";
-- reverse: create index "appointment_open" to table: "appointments"
DROP INDEX "appointment_open";
-- reverse: create index "appointment_mailbox" to table: "appointments"
DROP INDEX "appointment_mailbox";
-- reverse: create index "appointment_created_at_id" to table: "appointments"
DROP INDEX "appointment_created_at_id";
-- reverse: create "appointments" table
DROP TABLE "appointments";
-- reverse: create index "roleassignment_role_since_id" to table: "role_assignments"
DROP INDEX "roleassignment_role_since_id";
-- reverse: modify "role_assignments" table
ALTER TABLE "role_assignments" DROP COLUMN "open_reviews", DROP COLUMN "end_reason";
