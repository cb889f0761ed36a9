-- +goose Up
-- until now the AMR judged all content that was asked, under C of SectorplanPlus, and the SSC every cell
UPDATE "registrations" SET "content_judge" = 'AMR' WHERE "content_asked_at" IS NOT NULL OR "scheme" LIKE 'sectorplanplus-%' AND "activity" = 'C';
UPDATE "registrations" SET "cell_judges" = '["SSC"]';
UPDATE "cells" SET "judge" = 'SSC';

-- +goose Down
UPDATE "cells" SET "judge" = NULL;
UPDATE "registrations" SET "cell_judges" = NULL;
UPDATE "registrations" SET "content_judge" = NULL;
