/* Playing a shipped playbook, and looking at what it asked for. */
#include "played.h"

#include <string.h>

void open_shipped(struct stage *stage, const char *name)
{
  stage_begin(stage);
  stage_library(stage);
  ck_assert_msg(stage_load(stage, name) == 0, "%s", stage->err.text);
}

void play(struct stage *stage)
{
  enum script_event event = stage_play(stage);
  ck_assert_msg(event == SCRIPT_ENDED, "event %d: %s", (int)event, stage->error);
}

void know(struct stage *stage, const char *fact, const char *value)
{
  json_object_set_new(stage->facts, fact, json_string(value));
}

void answer_call(struct stage *stage, const char *step, bool is_reached, int left)
{
  json_object_set_new(stage->answers, step, json_pack("{s:b,s:i}", "reached", is_reached, "left", left));
}

/* Where a line with this text stands among the requests. */
int place(const struct stage *stage, const char *text)
{
  const char *asked = buf_string(&stage->asked), *found = strstr(asked, text);
  ck_assert_msg(found != NULL, "\"%s\" was not asked for:\n%s", text, asked);
  int lines = 0;
  for (const char *c = asked; c < found; c++)
    lines += *c == '\n';
  return lines;
}

bool is_asked(const struct stage *stage, const char *text)
{
  return strstr(buf_string(&stage->asked), text) != NULL;
}

void expect_order(const struct stage *stage, const char *const *texts, size_t count)
{
  for (size_t i = 1; i < count; i++)
    ck_assert_msg(place(stage, texts[i - 1]) < place(stage, texts[i]), "%s should come before %s:\n%s", texts[i - 1],
                  texts[i], buf_string(&stage->asked));
}

void answer(struct stage *stage, const char *step, const char *field, const char *text)
{
  json_object_set_new(stage->answers, step, json_pack("{s:s}", field, text));
}
