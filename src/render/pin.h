/* pin.h: places that a person chose for the boxes of a sheet. Private to src/render. */
#ifndef ER_RENDER_PIN_H
#define ER_RENDER_PIN_H

#include "compose.h"

/**
 * er_pins_apply:
 * @view: laid out; its boxes are moved, and containers grow to hold what is in them
 * @frame: (inout): of the new places
 * @diags: told are places of boxes that are not there, and boxes that overlap now
 * Returns: does any box stand elsewhere than where the layout put it?
 */
bool er_pins_apply(const ErPins *pins, ErView *view, const ErDrawOptions *options, ErFrame *frame, ErDiags *diags);
/* (transfer full): the places of a drawing of our own, in DOT, for a sheet called @slug. */
ErPins *er_pins_of_dot(const GString *dot, const char *slug);
/* Files that hold no sheet of @slugs (a set) are told. */
void er_pins_tell_strangers(const ErPins *pins, GHashTable *slugs, ErDiags *diags);
/* Can lines still run in the corridors between the tiers? @frame: (inout): the corridor where it is now */
bool er_pins_keep_tiers(const ErView *view, ErFrame *frame);

#endif
