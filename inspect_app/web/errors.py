"""Error pages: every failure is a page or a fragment in plain Chinese, never a traceback."""

import logging
from typing import Any

from flask import Flask, make_response, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError

from inspect_app.storage.inspections import SaveIdReused

TITLES = {
    400: ("请求有误", "请返回上一页，重新操作一次"),
    401: ("需要登录", "登录已过期，请重新登录"),
    403: ("没有权限", "您的账号不能做这项操作"),
    404: ("没有找到", "这一页不存在，或者您的账号看不到它"),
    405: ("不能这样打开", "这个地址只接受页面上的按钮提交，请从页面操作"),
    413: ("文件太大", "一次最多上传24MB，请缩小照片后再试"),
    429: ("操作太频繁", "请稍等一会儿再试"),
    500: ("系统出错", "这次操作没有完成，已经记入日志。请稍后再试，或告诉系统管理员"),
}


def init_app(app: Flask) -> None:
    """Answer every HTTP error, and every fault of ours, with the same page."""
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(SaveIdReused, lambda refusal: show(BadRequest(str(refusal))))
    app.register_error_handler(Exception, show_fault)


def show(error: HTTPException) -> Any:
    """The page of an HTTP error; a message of our own in Chinese replaces the general one."""
    if error.response is not None:
        return error.response
    code = error.code or 500
    title, advice = TITLES.get(code, TITLES[400] if code < 500 else TITLES[500])
    said = error.description or ""
    message = said if said and not said.isascii() else advice
    response = make_response(render_template("error.html", title=title, message=message, code=code), code)
    if request.htmx:  # type: ignore[attr-defined]
        response.headers["HX-Reswap"] = "none"
    return response


def show_fault(error: Exception) -> Any:
    """Log the fault with its traceback and show none of it."""
    logging.getLogger(__name__).error("%s %s", request.method, request.path, exc_info=error)
    return show(InternalServerError())
