/*
 * Where an incident comes from, as it was written down.
 */
#include "model/source.h"

#include "base/alloc.h"

static const char *const kind_names[SOURCE_KIND_COUNT] = {
  [SOURCE_ADDRESS] = "addresses", [SOURCE_NAME] = "names",       [SOURCE_PARTY] = "parties",
  [SOURCE_PHONE] = "phones",      [SOURCE_ACCOUNT] = "accounts",
};

const char *source_kind_name(enum source_kind kind)
{
  return kind_names[kind];
}

void source_finish(struct source *source)
{
  if (!source)
    return;
  for (size_t i = 0; i < source->count; i++)
    free(source->items[i].text);
  free(source->items);
  *source = (struct source){0};
}

void source_add(struct source *source, enum source_kind kind, const char *text)
{
  *APPEND(source->items, source->count) = (struct source_item){.kind = kind, .text = xstrdup(text)};
}
