# Reads replicates (R1.csv, R2.csv ...) beside this file as R's packages for multiple systems estimation take them.
# Needs R alone; the packages are needed only for the estimates. An example, over all replicates:
#   source("replicates.R")
#   r <- replicate_of(1)
#   Rcapture::closedp(for_rcapture(r), dfreq = TRUE)
#   LCMCR::lcmCR(for_lcmcr(r), seed = 1)
#   dga::bma.cr(for_dga(r), Nmissing = 1:10000, delta = 1 / 2^5, graphs = dga::graphs5)   # of five lists

replicate_of <- function(number, folder = ".") {
  read.csv(file.path(folder, sprintf("R%d.csv", number)),
           colClasses = c(replica = "character", match_group_id = "character"), na.strings = "")
}

# The columns of lists alone; a list that nobody stands on is left out.
lists_of <- function(replicate) {
  lists <- replicate[, grep("^in_[0-9]+$", names(replicate)), drop = FALSE]
  lists[, colSums(lists) > 0, drop = FALSE]
}

# A row a capture history with how many people have it, last.
for_rcapture <- function(replicate) {
  lists <- lists_of(replicate)
  as.matrix(aggregate(list(count = rep(1, nrow(lists))), by = lists, FUN = sum))
}

# A row a person, each list a factor of 0 and 1.
for_lcmcr <- function(replicate) {
  as.data.frame(lapply(lists_of(replicate), factor, levels = c(0, 1)))
}

# An array with a dimension of two a list: how many people have each history, nobody the one of zeros.
for_dga <- function(replicate) {
  array(as.integer(table(for_lcmcr(replicate))), dim = rep(2, ncol(lists_of(replicate))))
}
