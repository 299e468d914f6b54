/*
 * Ending an incident shows what it is about: whom to tell, what is owed. So it is for those who may see all of it
 * (R91).
 */
#include "statements/inside.h"
#include "statements/reading.h"

int dossier_demand_reading(const struct dossier *dossier, struct err *err)
{
  struct err why = {0};
  if (reading_of(dossier, &why) == READING_WHOLE)
    return 0;
  return err_set_kind(err, ERR_REFUSED, "this is for those to say who need to know of %s. They are put on its list: "
                      "tocsin know %s add PERSON --because TEXT", dossier->incident->id, dossier->incident->id);
}
