-- +goose Up
-- modify "parameter_files" table
ALTER TABLE "parameter_files" ADD COLUMN "release_id" character varying NULL;

-- +goose Down
-- reverse: modify "parameter_files" table
ALTER TABLE "parameter_files" DROP COLUMN "release_id";
