package plans

// Cap returns what one budget can pay out at most: what was requested, after assessment, and granted, whichever is
// less. Nothing is payable before there is a grant.
func Cap(requested int64, granted *int64) int64 {
	if granted == nil {
		return 0
	}
	return max(0, min(requested, *granted))
}

// Fill pays amounts in their order out of one cap: each in full while it lasts, the one that meets the cap in part,
// and nothing after it. What an amount gets never depends on a later one, and nothing comes from another cap.
func Fill(limit int64, amounts []int64) []int64 {
	paid := make([]int64, len(amounts))
	left := max(0, limit)
	for i, amount := range amounts {
		paid[i] = min(left, max(0, amount))
		left -= paid[i]
	}
	return paid
}
