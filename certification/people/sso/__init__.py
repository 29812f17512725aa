"""Single sign-on: people sign in at their company's OpenID Connect provider, 钉钉, 飞书 or 企业微信.

django-allauth walks to the provider and back; who the person is here, and whether they are let in, is decided here.
"""
