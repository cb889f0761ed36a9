-- +goose Up
-- modify "cells" table
ALTER TABLE "cells" ADD COLUMN "judge" character varying NULL;
-- modify "registrations" table
ALTER TABLE "registrations" ADD COLUMN "content_judge" character varying NULL, ADD COLUMN "cell_judges" jsonb NULL;

-- +goose Down
-- reverse: modify "registrations" table
ALTER TABLE "registrations" DROP COLUMN "cell_judges", DROP COLUMN "content_judge";
-- reverse: modify "cells" table
ALTER TABLE "cells" DROP COLUMN "judge";
