import { expect, test } from "../support/server";

test("a server that has just started says it is well", async ({ request }) => {
  const answer = await request.get("/healthz");
  expect(answer.status()).toBe(200);
  expect((await answer.text()).trim()).toBe("ok");
});
