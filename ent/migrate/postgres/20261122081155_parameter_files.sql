-- +goose Up
-- modify "evaluations" table
ALTER TABLE "evaluations" ADD COLUMN "parameter_file_id" character varying NULL;
-- create "parameter_files" table
CREATE TABLE "parameter_files" ("id" character varying NOT NULL, "slug" character varying NOT NULL, "number" bigint NOT NULL, "author" character varying NOT NULL, "reason" character varying NOT NULL, "digest" character varying NOT NULL, "signed_by" character varying NOT NULL, "content" bytea NOT NULL, "signature" bytea NOT NULL, "applied_at" timestamptz NOT NULL, "ended_at" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "parameter_file_in_force" to table: "parameter_files"
CREATE UNIQUE INDEX "parameter_file_in_force" ON "parameter_files" ("slug") WHERE (ended_at IS NULL);
-- create index "parameterfile_slug_number" to table: "parameter_files"
CREATE UNIQUE INDEX "parameterfile_slug_number" ON "parameter_files" ("slug", "number");

-- +goose Down
-- reverse: create index "parameterfile_slug_number" to table: "parameter_files"
DROP INDEX "parameterfile_slug_number";
-- reverse: create index "parameter_file_in_force" to table: "parameter_files"
DROP INDEX "parameter_file_in_force";
-- reverse: create "parameter_files" table
DROP TABLE "parameter_files";
-- reverse: modify "evaluations" table
ALTER TABLE "evaluations" DROP COLUMN "parameter_file_id";
