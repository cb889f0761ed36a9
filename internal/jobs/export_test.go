package jobs

import (
	"context"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// All lists the jobs of a kind in the order in which they were enqueued.
func (q *Queue) All(ctx context.Context, kind string) ([]*rivertype.JobRow, error) {
	list, err := q.client.JobList(ctx, river.NewJobListParams().Kinds(kind).First(1000))
	if err != nil {
		return nil, err
	}
	return list.Jobs, nil
}
