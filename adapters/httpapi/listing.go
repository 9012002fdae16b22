package httpapi

import "net/http"

func listingEndpoints() []endpoint {
	return []endpoint{
		{Route{http.MethodGet, base + "/lists/{kind}"}, false, showList},
	}
}
