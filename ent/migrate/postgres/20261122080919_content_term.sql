-- +goose Up
-- modify "registrations" table
ALTER TABLE "registrations" ADD COLUMN "content_expected_on" date NULL;
-- create index "registration_content_asked_at_id" to table: "registrations"
CREATE INDEX "registration_content_asked_at_id" ON "registrations" ("content_asked_at", "id");
-- create index "registration_state_content_expected_on_id" to table: "registrations"
CREATE INDEX "registration_state_content_expected_on_id" ON "registrations" ("state", "content_expected_on", "id");

-- +goose Down
-- reverse: create index "registration_state_content_expected_on_id" to table: "registrations"
DROP INDEX "registration_state_content_expected_on_id";
-- reverse: create index "registration_content_asked_at_id" to table: "registrations"
DROP INDEX "registration_content_asked_at_id";
-- reverse: modify "registrations" table
ALTER TABLE "registrations" DROP COLUMN "content_expected_on";
