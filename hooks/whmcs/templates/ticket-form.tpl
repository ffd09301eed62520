{* What this client may expect. Paste it into the theme's submitticket-stepone.tpl and -steptwo.tpl, above the form. *}
{if isset($supportbridge)}
    <div class="alert alert-info">{$supportbridge.text}</div>
{/if}
