-- +goose Up
-- create "ties" table
CREATE TABLE "ties" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, "holder_number" character varying NOT NULL, "holder_name" character varying NOT NULL, "held_number" character varying NOT NULL, "held_name" character varying NOT NULL, "holder_id" character varying NULL, "held_id" character varying NULL, "holder_regional_organisation_id" character varying NULL, "held_regional_organisation_id" character varying NULL, "stated_regional_organisation_id" character varying NULL, "kind" character varying NOT NULL, "body" character varying NULL, "part" bigint NOT NULL, "whole" bigint NOT NULL, "since" date NOT NULL, "until" date NULL, "state" character varying NOT NULL, "stated_by" character varying NOT NULL, "stated_for" character varying NULL, "confirmed_at" timestamptz NULL, "confirmed_by" character varying NULL, "extract_on" date NULL, "ends_on" date NULL, "end_stated_for" character varying NULL, "end_stated_by" character varying NULL, "closed_by" character varying NULL, "closed_at" timestamptz NULL, "closed_reason" character varying NULL, PRIMARY KEY ("id"));
-- create index "tie_created_at_id" to table: "ties"
CREATE INDEX "tie_created_at_id" ON "ties" ("created_at", "id");
-- create index "tie_held_id_created_at_id" to table: "ties"
CREATE INDEX "tie_held_id_created_at_id" ON "ties" ("held_id", "created_at", "id");
-- create index "tie_held_number_state" to table: "ties"
CREATE INDEX "tie_held_number_state" ON "ties" ("held_number", "state");
-- create index "tie_held_regional_organisation_id_created_at_id" to table: "ties"
CREATE INDEX "tie_held_regional_organisation_id_created_at_id" ON "ties" ("held_regional_organisation_id", "created_at", "id");
-- create index "tie_holder_id_created_at_id" to table: "ties"
CREATE INDEX "tie_holder_id_created_at_id" ON "ties" ("holder_id", "created_at", "id");
-- create index "tie_holder_number_state" to table: "ties"
CREATE INDEX "tie_holder_number_state" ON "ties" ("holder_number", "state");
-- create index "tie_holder_regional_organisation_id_created_at_id" to table: "ties"
CREATE INDEX "tie_holder_regional_organisation_id_created_at_id" ON "ties" ("holder_regional_organisation_id", "created_at", "id");
-- create index "tie_state_created_at_id" to table: "ties"
CREATE INDEX "tie_state_created_at_id" ON "ties" ("state", "created_at", "id");
-- create index "tie_stated_regional_organisation_id_created_at_id" to table: "ties"
CREATE INDEX "tie_stated_regional_organisation_id_created_at_id" ON "ties" ("stated_regional_organisation_id", "created_at", "id");

-- +goose Down
-- reverse: create index "tie_stated_regional_organisation_id_created_at_id" to table: "ties"
DROP INDEX "tie_stated_regional_organisation_id_created_at_id";
-- reverse: create index "tie_state_created_at_id" to table: "ties"
DROP INDEX "tie_state_created_at_id";
-- reverse: create index "tie_holder_regional_organisation_id_created_at_id" to table: "ties"
DROP INDEX "tie_holder_regional_organisation_id_created_at_id";
-- reverse: create index "tie_holder_number_state" to table: "ties"
DROP INDEX "tie_holder_number_state";
-- reverse: create index "tie_holder_id_created_at_id" to table: "ties"
DROP INDEX "tie_holder_id_created_at_id";
-- reverse: create index "tie_held_regional_organisation_id_created_at_id" to table: "ties"
DROP INDEX "tie_held_regional_organisation_id_created_at_id";
-- reverse: create index "tie_held_number_state" to table: "ties"
DROP INDEX "tie_held_number_state";
-- reverse: create index "tie_held_id_created_at_id" to table: "ties"
DROP INDEX "tie_held_id_created_at_id";
-- reverse: create index "tie_created_at_id" to table: "ties"
DROP INDEX "tie_created_at_id";
-- reverse: create "ties" table
DROP TABLE "ties";
