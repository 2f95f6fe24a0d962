"""Operations on standards: thin, the rules are in the services."""

from core.extension import extend
from core.policy.vocabulary import Action
from core.store.unit import UnitOfWork
from plugins.standards import models as m
from plugins.standards import models_checks as mc
from plugins.standards import resolvers_answers as c
from plugins.standards import resolvers_boards as boards
from plugins.standards import resolvers_inputs as i
from plugins.standards import service, service_checks, service_members, service_uses
from plugins.standards.service import Asked
from plugins.standards.types import EnterpriseStandard, StandardUse
from plugins.standards.types_checks import (
    BarcodeMember,
    CheckRound,
    DeclarationCheck,
    Pilot,
    StandardReview,
)
from plugins.standards.types_law import CheckPoint, ReplacementNotice, Standard
from schema.ids import key_of, key_or_none
from schema.operations import mutation
from schema.roots import Mutation, Query
from schema.shared.register import Enterprise

SUBMIT, CONFIRM, DECIDE = Action.SUBMIT, Action.CONFIRM, Action.DECIDE


@mutation("录入标准\nAdd a standard to the catalogue.", on=Standard, action=Action.CREATE)
async def add_standard(work: UnitOfWork, input: i.AddStandardInput) -> m.Standard:
    wanted = tuple(each.wanted() for each in input.indicators)
    return await service_uses.add_standard(work, input.standard(), wanted)


@mutation(
    "录入代替通知：标记所有执行的产品，提醒每个企业\n"
    "Import a notice: flags every use of the old standard and tells each firm.",
    on=ReplacementNotice,
    action=Action.IMPORT,
)
async def import_replacement_notice(
    work: UnitOfWork, input: i.ImportReplacementNoticeInput
) -> m.ReplacementNotice:
    return await service_uses.import_notice(work, input.said())


@mutation("起草企业标准\nDraft an own standard.", on=EnterpriseStandard, action=SUBMIT)
async def draft_enterprise_standard(
    work: UnitOfWork, input: i.DraftEnterpriseStandardInput
) -> m.EnterpriseStandard:
    firm = key_or_none(Enterprise, input.enterprise_id)
    return await service.draft_standard(work, firm, input.content())


@mutation("修改草稿\nChange a draft.", on=EnterpriseStandard, action=SUBMIT)
async def redraft_enterprise_standard(
    work: UnitOfWork, input: i.RedraftEnterpriseStandardInput
) -> m.EnterpriseStandard:
    key = key_of(EnterpriseStandard, input.enterprise_standard_id)
    asked = Asked(key=key, expected_version=input.expected_version)
    return await service.redraft_standard(work, asked, input.content())


@mutation("报送备案\nHand it in for filing.", on=EnterpriseStandard, action=SUBMIT)
async def submit_enterprise_standard(
    work: UnitOfWork, input: i.SubmitEnterpriseStandardInput
) -> m.EnterpriseStandard:
    return await service.submit_standard(work, input.asked())


@mutation("声明公开，无须批准\nDeclare it; no approval.", on=EnterpriseStandard, action=SUBMIT)
async def declare_enterprise_standard(
    work: UnitOfWork, input: i.DeclareEnterpriseStandardInput
) -> m.EnterpriseStandard:
    return await service.declare_standard(work, input.asked())


@mutation("受理或退回备案\nAccept or return a filing.", on=EnterpriseStandard, action=CONFIRM)
async def accept_enterprise_standard(
    work: UnitOfWork, input: i.AcceptEnterpriseStandardInput
) -> m.EnterpriseStandard:
    return await service.accept_standard(work, input.asked(), accepted=input.accepted)


@mutation("备案\nFile it.", on=EnterpriseStandard, action=DECIDE)
async def file_enterprise_standard(
    work: UnitOfWork, input: i.FileEnterpriseStandardInput
) -> m.EnterpriseStandard:
    return await service.file_standard(work, input.asked())


@mutation("企业废止本企业标准\nTake it back.", on=EnterpriseStandard, action=SUBMIT)
async def abolish_enterprise_standard(
    work: UnitOfWork, input: i.AbolishEnterpriseStandardInput
) -> m.EnterpriseStandard:
    return await service.abolish_standard(work, input.asked())


@mutation("注销过期备案\nStrike off what ran out.", on=EnterpriseStandard, action=DECIDE)
async def strike_off_enterprise_standard(
    work: UnitOfWork, input: i.StrikeOffEnterpriseStandardInput
) -> m.EnterpriseStandard:
    return await service.strike_off_standard(work, input.asked())


@mutation("报送复审\nHand in a re-review.", on=StandardReview, action=SUBMIT)
async def submit_standard_review(
    work: UnitOfWork, input: i.SubmitStandardReviewInput
) -> mc.StandardReview:
    key = key_of(EnterpriseStandard, input.enterprise_standard_id)
    return await service.submit_review(work, key, input.conclusion)


@mutation("复审备案或不予延续\nRenew or refuse.", on=StandardReview, action=CONFIRM)
async def decide_standard_review(
    work: UnitOfWork, input: i.DecideStandardReviewInput
) -> mc.StandardReview:
    key = key_of(StandardReview, input.review_id)
    asked = Asked(key=key, expected_version=input.expected_version)
    return await service.decide_review(work, asked, renewed=input.renewed)


@mutation("声明执行标准\nSay by which standard a product is made.", on=StandardUse, action=SUBMIT)
async def declare_standard_use(work: UnitOfWork, input: i.DeclareStandardUseInput) -> m.StandardUse:
    firm = key_or_none(Enterprise, input.enterprise_id)
    return await service_uses.declare_use(work, firm, input.product, input.standard)


@mutation("更换或停止执行标准\nName another standard, or none.", on=StandardUse, action=SUBMIT)
async def replace_standard_use(work: UnitOfWork, input: i.ReplaceStandardUseInput) -> m.StandardUse:
    key = key_of(StandardUse, input.standard_use_id)
    return await service_uses.end_use(work, key, input.expected_version, input.standard)


@mutation("冻结抽查名单\nFreeze the pool of a round.", on=CheckRound, action=Action.CREATE)
async def freeze_check_round(work: UnitOfWork, input: c.FreezeCheckRoundInput) -> mc.CheckRound:
    return await service_checks.freeze_round(work, input.title, input.percent, input.seed_source)


@mutation("随机抽取\nDraw the round.", on=CheckRound, action=DECIDE)
async def draw_check_round(work: UnitOfWork, input: c.DrawCheckRoundInput) -> mc.CheckRound:
    asked = Asked(key=key_of(CheckRound, input.round_id), expected_version=input.expected_version)
    return await service_checks.draw_round(work, asked, input.seed)


@mutation("公示抽取和结果\nPublish draw and results.", on=CheckRound, action=Action.PUBLISH)
async def publish_check_round(work: UnitOfWork, input: c.PublishCheckRoundInput) -> mc.CheckRound:
    asked = Asked(key=key_of(CheckRound, input.round_id), expected_version=input.expected_version)
    return await service_checks.publish_round(work, asked)


@mutation("填写核查结果\nCheck, and sign first.", on=DeclarationCheck, action=Action.VERIFY)
async def check_declaration(
    work: UnitOfWork, input: c.CheckDeclarationInput
) -> mc.DeclarationCheck:
    if input.answers is None:
        faulty = [key_of(CheckPoint, each) for each in input.faulty]
        answers = await service_checks.in_short(work, faulty, input.findings)
    else:
        answers = [each.answer() for each in input.answers]
    return await service_checks.check_declaration(work, input.asked(), answers, input.findings)


@mutation("会签核查结果\nSign the check second.", on=DeclarationCheck, action=Action.VERIFY)
async def sign_declaration_check(
    work: UnitOfWork, input: c.SignDeclarationCheckInput
) -> mc.DeclarationCheck:
    return await service_checks.sign_check(work, input.asked())


@mutation("责令限期改正\nOrder to correct in time.", on=DeclarationCheck, action=DECIDE)
async def order_correction(work: UnitOfWork, input: c.OrderCorrectionInput) -> mc.DeclarationCheck:
    return await service_checks.order_correction(work, input.asked(), input.correct_by)


@mutation("报告改正\nSay what was corrected.", on=DeclarationCheck, action=SUBMIT)
async def correct_declaration(
    work: UnitOfWork, input: c.CorrectDeclarationInput
) -> mc.DeclarationCheck:
    return await service_checks.correct_declaration(work, input.asked(), input.text)


@mutation("复核改正\nLook at the correction.", on=DeclarationCheck, action=Action.REVIEW)
async def review_correction(
    work: UnitOfWork, input: c.ReviewCorrectionInput
) -> mc.DeclarationCheck:
    return await service_checks.review_correction(work, input.asked(), accepted=input.accepted)


@mutation(
    "公示逾期未改正\nPublish what was not corrected.", on=DeclarationCheck, action=Action.PUBLISH
)
async def publish_uncorrected(
    work: UnitOfWork, input: c.PublishUncorrectedInput
) -> mc.DeclarationCheck:
    return await service_checks.publish_uncorrected(work, input.asked())


@mutation("登记试点或起草\nRecord a pilot.", on=Pilot, action=Action.CREATE)
async def record_pilot(work: UnitOfWork, input: c.RecordPilotInput) -> mc.Pilot:
    firm = key_of(Enterprise, input.enterprise_id)
    return await service_members.record_pilot(work, firm, input.kind, input.title, input.began_on)


@mutation("办结试点或起草\nEnd a pilot.", on=Pilot, action=Action.UPDATE)
async def end_pilot(work: UnitOfWork, input: c.EndPilotInput) -> mc.Pilot:
    key = key_of(Pilot, input.pilot_id)
    return await service_members.end_pilot(work, key, input.expected_version, input.outcome)


@mutation("登记条码成员\nRecord a member.", on=BarcodeMember, action=Action.CREATE)
async def record_barcode_member(
    work: UnitOfWork, input: c.RecordBarcodeMemberInput
) -> mc.BarcodeMember:
    firm = key_of(Enterprise, input.enterprise_id)
    return await service_members.record_barcode_member(
        work, firm, input.maker_code, input.member_since, input.valid_until
    )


extensions = [
    extend(Query, boards.standards_board, boards.standard_exposure),
    extend(
        Mutation,
        add_standard,
        import_replacement_notice,
        draft_enterprise_standard,
        redraft_enterprise_standard,
        submit_enterprise_standard,
        declare_enterprise_standard,
        accept_enterprise_standard,
        file_enterprise_standard,
        abolish_enterprise_standard,
        strike_off_enterprise_standard,
        submit_standard_review,
        decide_standard_review,
        declare_standard_use,
        replace_standard_use,
        freeze_check_round,
        draw_check_round,
        publish_check_round,
        check_declaration,
        sign_declaration_check,
        order_correction,
        correct_declaration,
        review_correction,
        publish_uncorrected,
        record_pilot,
        end_pilot,
        record_barcode_member,
    ),
]
