// First, since it must run before any schema is made.
// oxlint-disable-next-line import/no-unassigned-import
import './app/content-security.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'

createApp(App).use(createPinia()).mount('#app')
