"""The URLs of a trainee's screens, by screen."""

app_name = "sitting"

urlpatterns: list[object] = []
