# Its labels, locations and cells are PadChest's.
target_link_libraries(padchestd_padchest_gr PUBLIC padchestd_padchest)
