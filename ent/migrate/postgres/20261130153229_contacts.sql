-- +goose Up
-- modify "organisations" table
ALTER TABLE "organisations" ADD COLUMN "verified_on" date NULL, ADD COLUMN "without_contact_on" date NULL;
-- modify "role_assignments" table
ALTER TABLE "role_assignments" ADD COLUMN "is_primary" boolean NOT NULL DEFAULT false, ADD COLUMN "verified_on" date NULL, ADD COLUMN "verified_how" character varying NULL, ADD COLUMN "verified_by" character varying NULL, ADD COLUMN "successor_id" character varying NULL;
-- the first contact of each organisation
UPDATE role_assignments SET is_primary = true WHERE id IN (SELECT MIN(id) FROM role_assignments WHERE role = 'EMPLOYER' AND until IS NULL GROUP BY organisation_id);
-- create index "primary_contact" to table: "role_assignments"
CREATE UNIQUE INDEX "primary_contact" ON "role_assignments" ("organisation_id") WHERE is_primary;
-- create "admissions" table
CREATE TABLE "admissions" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "organisation_id" character varying NOT NULL, "organisation_name" character varying NOT NULL, "regional_organisation_id" character varying NOT NULL, "email" character varying NOT NULL, "mailbox" character varying NOT NULL, "language" character varying NOT NULL, "is_signatory" boolean NOT NULL DEFAULT false, "name" character varying NULL, "note" character varying NULL, "state" character varying NOT NULL, "code_hash" character varying NULL, "expires_at" timestamptz NOT NULL, "person_id" character varying NULL, "invited_by" character varying NULL, "decided_by" character varying NULL, "reason" character varying NULL, "role_assignment_id" character varying NULL, PRIMARY KEY ("id"));
-- create index "admission_open" to table: "admissions"
CREATE UNIQUE INDEX "admission_open" ON "admissions" ("mailbox", "organisation_id") WHERE (((state)::text = 'REQUESTED'::text) OR ((state)::text = 'INVITED'::text));
-- create index "admission_organisation_id_created_at_id" to table: "admissions"
CREATE INDEX "admission_organisation_id_created_at_id" ON "admissions" ("organisation_id", "created_at", "id");
-- create index "admission_person_id" to table: "admissions"
CREATE INDEX "admission_person_id" ON "admissions" ("person_id");
-- create index "admission_regional_organisation_id_created_at_id" to table: "admissions"
CREATE INDEX "admission_regional_organisation_id_created_at_id" ON "admissions" ("regional_organisation_id", "created_at", "id");
-- create index "admissions_code_hash_key" to table: "admissions"
CREATE UNIQUE INDEX "admissions_code_hash_key" ON "admissions" ("code_hash");

-- +goose Down
-- reverse: create index "admissions_code_hash_key" to table: "admissions"
DROP INDEX "admissions_code_hash_key";
-- reverse: create index "admission_regional_organisation_id_created_at_id" to table: "admissions"
DROP INDEX "admission_regional_organisation_id_created_at_id";
-- reverse: create index "admission_person_id" to table: "admissions"
DROP INDEX "admission_person_id";
-- reverse: create index "admission_organisation_id_created_at_id" to table: "admissions"
DROP INDEX "admission_organisation_id_created_at_id";
-- reverse: create index "admission_open" to table: "admissions"
DROP INDEX "admission_open";
-- reverse: create "admissions" table
DROP TABLE "admissions";
-- reverse: create index "primary_contact" to table: "role_assignments"
DROP INDEX "primary_contact";
-- reverse: modify "role_assignments" table
ALTER TABLE "role_assignments" DROP COLUMN "successor_id", DROP COLUMN "verified_by", DROP COLUMN "verified_how", DROP COLUMN "verified_on", DROP COLUMN "is_primary";
-- reverse: modify "organisations" table
ALTER TABLE "organisations" DROP COLUMN "without_contact_on", DROP COLUMN "verified_on";
