/*
 * An entry as people read it: the sentence of its row, filled in from its body. Its own members (its run) are found
 * under `entry`.
 */
#include "model/entry.h"
#include "model/wording.h"

void entry_words(const struct entry *entry, const struct catalogue *catalogue, struct buf *out)
{
  json_t *values = json_copy((json_t *)(uintptr_t)entry->body);
  if (entry->whole)
    json_object_set(values, "entry", entry->whole);
  if (entry->step)
    buf_format(out, "%s  ", entry->step);
  words_fill_lines(entry_type_row(entry->type)->sentence, values, catalogue, out);
  json_decref(values);
}
