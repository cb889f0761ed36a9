-- The same page as page.graphql in one statement, as PostgreSQL itself writes it: what a careful hand would do without
-- any layer in between. $1 organisation, $2 after this number, $3 how many, $4 the columns of the matrix in order.
WITH found AS MATERIALIZED (
	SELECT *
	FROM registrations
	WHERE organisation_id = $1 AND number > $2
	ORDER BY number
	LIMIT $3 + 1
), page AS (
	SELECT * FROM found ORDER BY number LIMIT $3
)
SELECT json_build_object(
	'viewer', json_build_object('organisation', (
		SELECT json_build_object('id', o.id, 'name', o.name, 'kvkNumber', o.kvk_number)
		FROM organisations o
		WHERE o.id = $1
	)),
	'registrations', json_build_object(
		'nodes', COALESCE((
			SELECT json_agg(json_build_object(
				'id', r.id,
				'version', r.version,
				'number', r.number,
				'state', r.state,
				'start', r.start,
				'end', r."end",
				'participantCount', r.participant_count,
				'updatedAt', to_char(r.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
				'training', json_build_object(
					'title', r.training #>> '{course,title}',
					'hours', to_char((r.training #>> '{course,hours}')::int / 100.0, 'FM9999990.00'),
					'groupSize', (r.training #>> '{course,groupSize}')::int
				),
				'matrix', json_build_object('rows', (
					SELECT COALESCE(json_agg(json_build_object('participation', m.participation, 'cells', m.cells) ORDER BY m.name NULLS FIRST, m.id), '[]')
					FROM (
						SELECT NULL AS name, NULL AS id, NULL::json AS participation, json_agg(json_build_object(
							'id', c.id,
							'column', c."column",
							'state', c.state
						) ORDER BY array_position($4::text[], c."column"::text)) AS cells
						FROM cells c
						WHERE c.registration_id = r.id AND c.participation_id IS NULL
						HAVING count(*) > 0
						UNION ALL
						SELECT p.employee_name, p.id, json_build_object(
							'id', p.id,
							'version', p.version,
							'start', COALESCE(p.statement ->> 'start', r.start::text),
							'end', COALESCE(p.statement ->> 'end', r."end"::text),
							'contractHours', to_char((p.statement ->> 'contractHours')::int / 100.0, 'FM9999990.00')
						), (
							SELECT json_agg(json_build_object(
								'id', c.id,
								'column', c."column",
								'state', c.state
							) ORDER BY array_position($4::text[], c."column"::text))
							FROM cells c
							WHERE c.registration_id = p.registration_id AND c.participation_id = p.id
						)
						FROM participations p
						WHERE p.registration_id = r.id
					) AS m
				))
			) ORDER BY r.number)
			FROM page r
		), '[]'),
		'pageInfo', json_build_object(
			'hasNextPage', (SELECT count(*) > $3 FROM found),
			'endCursor', (SELECT max(number) FROM page)
		)
	)
)
